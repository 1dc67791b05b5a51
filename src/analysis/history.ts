import { dayNumber } from '../calendar/day.ts';
import type { Reading } from '../model/analysis.ts';
import type { Place } from '../model/observation.ts';
import type { Snapshot, SnapshotSeries } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';

/**
 * A series' readings as parallel columns, oldest first, one a day. `numbers` serve statistics;
 * what gets printed comes from `reading`, exact.
 */
export interface History {
  readonly dates: readonly IsoDate[];
  /** Days since 1970-01-01, rising. */
  readonly days: readonly number[];
  readonly numbers: readonly number[];
  readonly illustrative: readonly boolean[];
  /** Days, rising, whose values are withheld: they are none of the above. */
  readonly withheldDays: readonly number[];
  reading(index: number): Reading;
  places(index: number): readonly Place[];
}

/**
 * A snapshot's series up to a day; provisional values (a month's forecast, dated at its end) up to another.
 * Reads the columns as they lie: expanding fifty thousand readings to print five hundred would take longer than
 * all the rest.
 */
export function observedHistory(
  columns: SnapshotSeries,
  inputs: Snapshot['inputs'],
  through: number,
  provisionalThrough = through,
  withheld: ReadonlySet<IsoDate> = NOTHING,
): History {
  const { except } = columns;
  const withheldDays: number[] = [];
  const kept: number[] = [];
  const days: number[] = [];
  const numbers: number[] = [];
  const illustrative: boolean[] = [];
  columns.dates.forEach((date, index) => {
    const status = except === undefined ? columns.status : (except[index] ?? columns.status);
    // Nothing was quoted: a value carried over a holiday is no observation.
    if (status === 'missing' || status === 'holiday') return;
    const day = dayNumber(date);
    if (day > (status === 'provisional' ? provisionalThrough : through)) return;
    if (withheld.has(date)) {
      withheldDays.push(day);
      return;
    }
    kept.push(index);
    days.push(day);
    numbers.push(Number(columns.values[index]));
    illustrative.push(status === 'illustrative');
  });
  const placeOf = (index: number): Place => {
    const [, file = -1, column] = columns.files.findLast(([first]) => first <= index) ?? [];
    const place = { file: at(inputs, file).file, row: at(columns.rows, index) };
    return column === undefined ? place : { ...place, column };
  };
  return {
    dates:
      kept.length === columns.dates.length ? columns.dates : kept.map((index) => at(columns.dates, index)),
    days,
    numbers,
    illustrative,
    withheldDays,
    reading: (n) => {
      const index = at(kept, n);
      return {
        date: at(columns.dates, index),
        value: at(columns.values, index),
        status: except?.[index] ?? columns.status,
        place: placeOf(index),
      };
    },
    places: (n) => [placeOf(at(kept, n))],
  };
}

const NOTHING: ReadonlySet<IsoDate> = new Set();

/** The history of a series without any observation. */
export const NO_HISTORY: History = {
  dates: [],
  days: [],
  numbers: [],
  illustrative: [],
  withheldDays: [],
  reading: (index) => at([], index),
  places: () => [],
};

/** The element; asking outside the list is a mistake of the program. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`);
  return item;
}

/** Index of the newest reading on or before a day and not before `from`; undefined when there is none. */
export function newestWithin(history: History, from: number, through: number): number | undefined {
  let low = 0;
  let high = history.days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(history.days, middle) <= through) low = middle + 1;
    else high = middle;
  }
  const index = low - 1;
  return index >= 0 && at(history.days, index) >= from ? index : undefined;
}

/** Whether any of the readings from one index through another was made up. */
export function anyIllustrative(history: History, from: number, through: number): boolean {
  for (let index = from; index <= through; index += 1) {
    if (history.illustrative[index]) return true;
  }
  return false;
}

/** Whether a value between the reading found (or `from`, where none was) and the day wanted is withheld. */
export function isWithheldBetween(
  { days, withheldDays }: History,
  found: number | undefined,
  from: number,
  through: number,
): boolean {
  const after = found === undefined ? from - 1 : at(days, found);
  return withheldDays.some((day) => day > after && day <= through);
}
