import { TZDate, tzOffset } from '@date-fns/tz';
import { AssayError, quoted } from '../errors.ts';
import type { Instant, IsoDate } from '../model/time.ts';
import { isTimeZone } from './time-zone.ts';

/** Minutes the zone is ahead of UTC at that moment. Throws AssayError config `E_CONFIG_ZONE`. */
export function offsetMinutes(timeZone: string, moment: Date): number {
  if (!isTimeZone(timeZone)) {
    throw new AssayError('config', {
      code: 'E_CONFIG_ZONE',
      where: 'timeZone',
      message: `${quoted(timeZone)} is not a time zone. Expected a name such as "Asia/Shanghai".`,
    });
  }
  return tzOffset(timeZone, moment);
}

/** The moment at which clocks in the zone show `hour`:`minute` on that day. */
export function instantAt(date: IsoDate, hour: number, timeZone: string, minute = 0): Instant {
  offsetMinutes(timeZone, new Date(0));
  // From numbers: a TZDate made from a string without offset is read in the system's zone.
  const [year, month, day] = [date.slice(0, 4), date.slice(5, 7), date.slice(8, 10)].map(Number);
  const local = new TZDate(year ?? 0, (month ?? 1) - 1, day ?? 1, hour, minute, 0, 0, timeZone);
  return new Date(local.getTime()).toISOString();
}
