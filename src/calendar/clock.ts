import type { IsoDate, WeekId } from '../model/time.ts';
import { cutoffOf, previousWeek, weekOf } from './week.ts';
import { offsetMinutes } from './zone.ts';

/** The day clocks in the zone show at that moment. */
export function localDay(now: Date, timeZone: string): IsoDate {
  return new Date(now.getTime() + offsetMinutes(timeZone, now) * 60_000).toISOString().slice(0, 10);
}

/** The newest week whose cutoff (Saturday noon in the zone) has passed. */
export function lastCompleteWeek(now: Date, timeZone: string): WeekId {
  const week = weekOf(localDay(now, timeZone));
  return cutoffOf(week, timeZone) <= now.toISOString() ? week : previousWeek(week);
}

/** What clocks in the zone show at that moment: `16:58`. */
export function localTime(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() + offsetMinutes(timeZone, moment) * 60_000).toISOString().slice(11, 16);
}
