import { weekNumber, weekYear } from '../calendar/week.ts';
import type { SeasonalBand, WeeklyPoint } from '../model/analysis.ts';
import type { WeekId } from '../model/time.ts';

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
  const band = new Map<number, Spread>();
  const years = new Set<number>();
  const thisLine: { week: number; value: number }[] = [];
  const lastLine: { week: number; value: number }[] = [];
  let illustrative = false;
  for (const point of points) {
    const year = monthly ? Number(point.date.slice(0, 4)) : weekYear(point.week);
    if (year < firstYear || year > thisYear) continue;
    const number = monthly ? middleWeek(point.date) : weekNumber(point.week);
    illustrative ||= point.illustrative;
    if (year === thisYear) {
      thisLine.push({ week: number, value: point.value });
      continue;
    }
    if (year === thisYear - 1) lastLine.push({ week: number, value: point.value });
    years.add(year);
    widen(band, number, point.value);
  }
  const weeks = [...band]
    .filter(([, spread]) => spread.count >= FEWEST_YEARS)
    .sort(([a], [b]) => a - b)
    .map(([week, { low, high, sum, count }]) => ({ week, low, high, mean: sum / count }));
  if (years.size < FEWEST_YEARS || weeks.length === 0) return undefined;
  return {
    years: [Math.min(...years), Math.max(...years)],
    weeks,
    thisYear: thisLine,
    lastYear: lastLine,
    illustrative,
  };
}

interface Spread {
  low: number;
  high: number;
  sum: number;
  count: number;
}

function widen(band: Map<number, Spread>, week: number, value: number): void {
  const spread = band.get(week);
  if (!spread) {
    band.set(week, { low: value, high: value, sum: value, count: 1 });
    return;
  }
  if (value < spread.low) spread.low = value;
  if (value > spread.high) spread.high = value;
  spread.sum += value;
  spread.count += 1;
}

/** The week a month's value is drawn at, the same in every year. */
function middleWeek(date: string): number {
  return Math.round(((Number(date.slice(5, 7)) - 0.5) * 52) / 12);
}
