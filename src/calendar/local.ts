import type { Instant, IsoDate } from '../model/time.ts';
import { dayNumber } from './day.ts';
import { offsetMinutes } from './zone.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A moment that clocks were asked to show, and how often they do on that day. */
export interface LocalMoment {
  readonly at: Instant;
  /** `gap`: clocks were put forward over it; `at` is the first moment after. `fold`: shown twice; `at` is the first. */
  readonly kind: 'once' | 'gap' | 'fold';
}

/** The first moment at which clocks in the zone show so many minutes after midnight on that day. */
export function localMoment(date: IsoDate, minutes: number, timeZone: string): LocalMoment {
  const shown = dayNumber(date) * DAY + minutes * MINUTE;
  const offsetAt = (moment: number): number => offsetMinutes(timeZone, new Date(moment)) * MINUTE;
  // Clocks are changed once in two days at most, so that one of the two offsets around it is the right one.
  const [before, after] = [offsetAt(shown - DAY), offsetAt(shown + DAY)];
  const found = [shown - Math.max(before, after), shown - Math.min(before, after)].filter(
    (moment) => moment + offsetAt(moment) === shown,
  );
  const [first, second] = found;
  if (first !== undefined)
    return { at: instant(first), kind: second !== undefined && second !== first ? 'fold' : 'once' };
  return { at: instant(changeBetween(shown - DAY, shown + DAY, offsetAt)), kind: 'gap' };
}

/** The moment at which the offset becomes another, to the millisecond. */
function changeBetween(from: number, to: number, offsetAt: (moment: number) => number): number {
  const then = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === then) low = middle;
    else high = middle;
  }
  return high;
}

function instant(moment: number): Instant {
  return new Date(moment).toISOString();
}
