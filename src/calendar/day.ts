import type { IsoDate } from '../model/time.ts';

const DAY_MS = 86_400_000;
/** 1970-01-01, counted from 1 March of the year 0. */
const EPOCH_DAY = 719_468;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01, for arithmetic and fast comparison. The date is trusted to be real. */
export function dayNumber(date: IsoDate): number {
  // Digit by digit and without Date: an analysis asks this of every reading it has.
  const digit = (index: number) => date.charCodeAt(index) - 48;
  const month = digit(5) * 10 + digit(6);
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3) - (month <= 2 ? 1 : 0);
  // Years that begin in March have their leap day at the end.
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digit(8) * 10 + digit(9) - 1;
  return (
    year * 365 +
    Math.floor(year / 4) -
    Math.floor(year / 100) +
    Math.floor(year / 400) +
    dayOfYear -
    EPOCH_DAY
  );
}

/** The day so many days after 1970-01-01. */
export function dayOfNumber(day: number): IsoDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The date if such a day exists (`2026-02-29` does not), else undefined. Only `YYYY-MM-DD` is a date. */
export function realDate(text: string): IsoDate | undefined {
  const parts = SHAPE.exec(text);
  if (!parts || parts[1] === '0000') return undefined;
  // A day that does not exist comes back as another.
  return dayOfNumber(dayNumber(text)) === text ? text : undefined;
}

/** Back where `days` is below zero. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return dayOfNumber(dayNumber(date) + days);
}

/** The first of the next month. */
export function monthAfter(date: IsoDate): IsoDate {
  return `${addDays(`${date.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

/** The last day of the month a date lies in. */
export function endOfMonth(date: IsoDate): IsoDate {
  return addDays(monthAfter(date), -1);
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: IsoDate, b: IsoDate): number {
  return dayNumber(b) - dayNumber(a);
}

/** 1 Monday … 7 Sunday, of a day number. 1970-01-01 was a Thursday. */
export function weekdayOfNumber(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: IsoDate): number {
  return weekdayOfNumber(dayNumber(date));
}
