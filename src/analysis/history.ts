import { dayNumber } from '../calendar/day.ts';
import type { Reading } from '../model/analysis.ts';
import type { Place } from '../model/observation.ts';
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
  reading(index: number): Reading;
  places(index: number): readonly Place[];
}

/** Nothing was quoted on these: a value carried over a holiday is no observation. */
const NOT_QUOTED = new Set(['missing', 'holiday']);

/** Readings up to a day; provisional monthly ones (dated at the month's end) up to `provisionalThrough`. */
export function observedHistory(
  readings: readonly Reading[],
  through: number,
  provisionalThrough = through,
): History {
  const kept: Reading[] = [];
  const days: number[] = [];
  for (const reading of readings) {
    if (NOT_QUOTED.has(reading.status)) continue;
    const day = dayNumber(reading.date);
    if (day > (reading.status === 'provisional' ? provisionalThrough : through)) continue;
    kept.push(reading);
    days.push(day);
  }
  return {
    dates: kept.map((reading) => reading.date),
    days,
    numbers: kept.map((reading) => Number(reading.value)),
    illustrative: kept.map((reading) => reading.status === 'illustrative'),
    reading: (index) => at(kept, index),
    places: (index) => {
      const place = at(kept, index).place;
      return place === undefined ? [] : [place];
    },
  };
}

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
