import type { IsoDate } from '../model/time.ts';
import { addDays } from './day.ts';

const CHINESE = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});

/**
 * About when the Chinese year begins that begins in a year: the platform's moon may be a day off. Which days are free
 * around it is announced each autumn.
 */
export function springFestival(year: number): IsoDate {
  // Never earlier, and never later than 21 February.
  let day = `${year}-01-20`;
  while (CHINESE.format(Date.parse(`${day}T00:00:00Z`)) !== '1/1') day = addDays(day, 1);
  return day;
}
