import { dayNumber } from '../calendar/day.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { FigureId } from '../model/figure.ts';
import { decimal } from '../units/decimal.ts';
import { numberText, quotientText } from './exact.ts';
import { enter, type Figures } from './figures.ts';
import type { Frame } from './frame.ts';
import { anyIllustrative, at } from './history.ts';
import type { Subject } from './subject.ts';
import type { Weekly } from './weekly.ts';

const YEAR_DAYS = 364;
/** How far into the window the history may begin and still be called a year's. */
const LATE_START_DAYS = 31;
const FIVE_YEARS_WEEKS = 260;
/** Two years of weeks, three of months: below that a rank among "five years" would flatter. */
const FEWEST_WEEKS = 104;
const FEWEST_MONTHS = 36;

/** Low, high and the last value's place between them (0–100) over the 364 days up to the as-of day. */
export function range52Of(subject: Subject, frame: Frame, figures: Figures): SeriesAnalysis['range52'] {
  const { history } = subject;
  const last = history.days.length - 1;
  const begin = dayNumber(frame.venue(subject.venue).asOf) - YEAR_DAYS;
  const earliest = history.days[0];
  if (earliest === undefined || earliest > begin + LATE_START_DAYS) return undefined;
  let first = last;
  let low = last;
  let high = last;
  for (let index = last; index >= 0 && at(history.days, index) >= begin; index -= 1) {
    const value = at(history.numbers, index);
    if (value < at(history.numbers, low)) low = index;
    if (value > at(history.numbers, high)) high = index;
    first = index;
  }
  if (low === high) return undefined;

  const illustrative = anyIllustrative(history, first, last);
  const extreme = (metric: 'low52' | 'high52', index: number): FigureId =>
    enter(figures, subject, {
      metric,
      value: history.reading(index).value,
      unit: subject.spec.unit,
      asOf: at(history.dates, index),
      places: history.places(index),
      illustrative,
    });
  const bottom = decimal(history.reading(low).value);
  const height = decimal(history.reading(high).value).minus(bottom);
  const above = decimal(history.reading(last).value).minus(bottom);
  return {
    low: extreme('low52', low),
    high: extreme('high52', high),
    position: enter(figures, subject, {
      metric: 'position52',
      value: quotientText(above.times(100), height),
      unit: '%',
      asOf: at(history.dates, last),
      against: at(history.dates, first),
      places: [...history.places(last), ...history.places(low), ...history.places(high)],
      illustrative,
    }),
    illustrative,
  };
}

/** Rank of the last value among five years of weekly ones: 0 the lowest, 100 the highest, ties in the middle. */
export function percentile5yOf(
  subject: Subject,
  weekly: Weekly,
  frame: Frame,
  figures: Figures,
): FigureId | undefined {
  const { history } = subject;
  const last = history.days.length - 1;
  const begin = weekly.weeks.findIndex((week) => week > frame.index - FIVE_YEARS_WEEKS);
  const indexes = begin < 0 ? [] : weekly.indexes.slice(begin);
  if (indexes.length < (subject.frequency === 'monthly' ? FEWEST_MONTHS : FEWEST_WEEKS)) return undefined;
  const value = at(history.numbers, last);
  let below = 0;
  let equal = 0;
  for (const index of indexes) {
    if (index === last) continue;
    if (at(history.numbers, index) < value) below += 1;
    else if (at(history.numbers, index) === value) equal += 1;
  }
  const first = at(indexes, 0);
  return enter(figures, subject, {
    metric: 'percentile5y',
    value: numberText(((below + equal / 2) / (indexes.length - 1)) * 100),
    unit: '%',
    asOf: at(history.dates, last),
    against: at(history.dates, first),
    places: history.places(last),
    illustrative: anyIllustrative(history, first, last),
  });
}
