import { localDay, localTime } from '../calendar/clock.ts';
import type { Instant } from '../model/time.ts';

/** What a calendar and a clock in the zone show: `2025-06-15 20:00`. What is no moment stays as it is. */
export function localMoment(at: Instant, timeZone: string): string {
  const moment = new Date(at);
  // A reason in somebody's own words may look like one of ours: `archived yesterday`.
  if (!/^\d{4}-/.test(at) || Number.isNaN(moment.getTime())) return at;
  return `${localDay(moment, timeZone)} ${localTime(moment, timeZone)}`;
}
