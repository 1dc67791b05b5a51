import { localDay, localTime } from '../calendar/clock.ts';
import type { Instant } from '../model/time.ts';

/** What a calendar and a clock in the zone show: `2025-06-15 20:00`. '' of ''. */
export function localMoment(at: Instant, timeZone: string): string {
  if (at === '') return '';
  const moment = new Date(at);
  return `${localDay(moment, timeZone)} ${localTime(moment, timeZone)}`;
}
