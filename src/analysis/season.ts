import { weekNumber, weekYear } from '../calendar/week.ts';
import type { SeasonalBand, WeeklyPoint } from '../model/analysis.ts';
import type { WeekId } from '../model/time.ts';
import { mean } from './statistics.ts';

const BAND_YEARS = 5;
/** A band of fewer years is no season. */
const FEWEST_YEARS = 3;

/** Low, high and mean of the five years before by ISO week, with this year's and last year's values. */
export function seasonOf(
  points: readonly WeeklyPoint[],
  week: WeekId,
  monthly: boolean,
): SeasonalBand | undefined {
  const thisYear = weekYear(week);
  const firstYear = thisYear - BAND_YEARS;
  const byWeek = new Map<number, number[]>();
  const years = new Set<number>();
  const lines = new Map<number, { week: number; value: number }[]>([
    [thisYear, []],
    [thisYear - 1, []],
  ]);
  let illustrative = false;
  for (const point of points) {
    const year = monthly ? Number(point.date.slice(0, 4)) : weekYear(point.week);
    if (year < firstYear || year > thisYear) continue;
    const number = monthly ? middleWeek(point.date) : weekNumber(point.week);
    illustrative ||= point.illustrative;
    lines.get(year)?.push({ week: number, value: point.value });
    if (year === thisYear) continue;
    years.add(year);
    const values = byWeek.get(number);
    if (values) values.push(point.value);
    else byWeek.set(number, [point.value]);
  }
  if (years.size < FEWEST_YEARS) return undefined;

  const weeks = [...byWeek]
    .filter(([, values]) => values.length >= FEWEST_YEARS)
    .sort(([a], [b]) => a - b)
    .map(([number, values]) => ({
      week: number,
      low: Math.min(...values),
      high: Math.max(...values),
      mean: mean(values),
    }));
  if (weeks.length === 0) return undefined;
  return {
    years: [Math.min(...years), Math.max(...years)],
    weeks,
    thisYear: lines.get(thisYear) ?? [],
    lastYear: lines.get(thisYear - 1) ?? [],
    illustrative,
  };
}

/** The week a month's value is drawn at, the same in every year. */
function middleWeek(date: string): number {
  return Math.round(((Number(date.slice(5, 7)) - 0.5) * 52) / 12);
}
