import { tz } from '@date-fns/tz';
import { getISOWeeksInYear } from 'date-fns';
import { AssayError, quoted } from '../errors.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { addDays, dayNumber, dayOfNumber, weekdayOfNumber } from './day.ts';
import { instantAt } from './zone.ts';

export { addDays, daysBetween, endOfMonth, realDate, weekdayOf } from './day.ts';

const SHAPE = /^(\d{4})-W(\d{2})$/;
/** Whatever is counted back or on from a week in between is a date of four digits. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
/** The hour on Saturday, in the desk's zone, after which nothing enters the week's edition. */
const CUTOFF_HOUR = 12;

/** `2025-W24`, checked. Throws AssayError usage `E_WEEK` with the reason. */
export function parseWeek(text: string): WeekId {
  const parts = SHAPE.exec(text);
  const year = Number(parts?.[1]);
  const week = Number(parts?.[2]);
  if (!parts) {
    throw badWeek(`${quoted(text)} is not a week. Expected a year and an ISO week, such as 2025-W24.`);
  }
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw badWeek(
      `${quoted(text)} is not a week of these times. Expected ${FIRST_YEAR}-W01 to ${LAST_YEAR}-W${weeksInYear(LAST_YEAR)}.`,
    );
  }
  const weeks = weeksInYear(year);
  if (week < 1 || week > weeks) {
    throw badWeek(
      `${quoted(text)} does not exist (${year} has ${weeks} weeks). Expected ${year}-W01 to ${year}-W${weeks}.`,
    );
  }
  return text;
}

function badWeek(message: string): AssayError {
  return new AssayError('usage', { code: 'E_WEEK', where: '', message });
}

/** 52 or 53. */
export function weeksInYear(year: number): number {
  return getISOWeeksInYear(instantAt(`${year}-07-01`, 12, 'UTC'), { in: tz('UTC') });
}

/** The ISO week a date lies in. */
export function weekOf(date: IsoDate): WeekId {
  return weekOfIndex(weekIndex(dayNumber(date)));
}

/** Weeks since the one that 1970-01-01 lies in: consecutive weeks have consecutive indexes. */
export function weekIndex(day: number): number {
  return Math.floor((day + 3) / 7);
}

/** The week of that index; see `weekIndex`. */
export function weekOfIndex(index: number): WeekId {
  // Every series of an analysis asks for the same few hundred weeks.
  const known = names.get(index);
  if (known !== undefined) return known;
  // An ISO week belongs to the year its Thursday lies in.
  const thursday = index * 7;
  const year = dayOfNumber(thursday).slice(0, 4);
  const week = Math.floor((thursday - dayNumber(`${year}-01-01`)) / 7) + 1;
  const name = `${year}-W${String(week).padStart(2, '0')}`;
  names.set(index, name);
  return name;
}

const names = new Map<number, WeekId>();

/** ISO year of the week, which may differ from the calendar year of some of its days. */
export function weekYear(week: WeekId): number {
  return Number(week.slice(0, 4));
}

/** 1…53. */
export function weekNumber(week: WeekId): number {
  return Number(week.slice(6));
}

/** The Monday. */
export function weekStart(week: WeekId): IsoDate {
  // The 4th of January is always in a year's first ISO week. Plain arithmetic: analysis asks this thousands of times.
  const fourth = dayNumber(`${week.slice(0, 4)}-01-04`);
  const monday = fourth - (weekdayOfNumber(fourth) - 1);
  return dayOfNumber(monday + (weekNumber(week) - 1) * 7);
}

/** The Friday. */
export function weekEnding(week: WeekId): IsoDate {
  return addDays(weekStart(week), 4);
}

/** The week `n` weeks before; `n` may be negative. */
export function previousWeek(week: WeekId, n = 1): WeekId {
  return weekOf(addDays(weekStart(week), -7 * n));
}

/** Saturday, the last day whose observations enter the week's edition. */
export function cutoffDay(week: WeekId): IsoDate {
  return addDays(weekEnding(week), 1);
}

/** Saturday noon in the zone. */
export function cutoffOf(week: WeekId, timeZone: string): Instant {
  return instantAt(cutoffDay(week), CUTOFF_HOUR, timeZone);
}
