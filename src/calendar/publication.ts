import type { PublicationSpec } from '../model/catalog.ts';
import type { Instant, IsoDate } from '../model/time.ts';
import { addDays, dayNumber, monthAfter, weekdayOfNumber } from './day.ts';
import type { TradingCalendar } from './trading.ts';
import { instantAt } from './zone.ts';

const WEEKDAYS = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 } as const;

/** When the value of a date became known, as its source promises. Never before the date itself begins there. */
export function publishedAt(spec: PublicationSpec, date: IsoDate, calendar: TradingCalendar): Instant {
  const [hour, minute] = spec.at.split(':').map(Number);
  return instantAt(publicationDay(spec, date, calendar), hour ?? 0, spec.zone, minute ?? 0);
}

/** The day of it, by calendars in the source's zone. */
export function publicationDay(spec: PublicationSpec, date: IsoDate, calendar: TradingCalendar): IsoDate {
  switch (spec.by) {
    case 'day':
      return addDays(date, spec.after);
    case 'session':
      return calendar.sessionAfter(date, spec.after);
    case 'weekday':
      return addDays(date, daysUntil(date, WEEKDAYS[spec.on]));
    case 'month':
      return dayOfMonthAfter(date, spec.day, spec.skip ?? []);
    case 'month-session':
      return calendar.sessionAfter(addDays(monthAfter(date), -1), spec.nth);
  }
}

/** 1…7: a value of a Tuesday that comes on Tuesdays comes a week later. */
function daysUntil(date: IsoDate, weekday: number): number {
  return ((weekday - weekdayOfNumber(dayNumber(date)) + 6) % 7) + 1;
}

function dayOfMonthAfter(date: IsoDate, day: number, skip: readonly number[]): IsoDate {
  let first = monthAfter(date);
  while (skip.includes(Number(first.slice(5, 7)))) first = monthAfter(first);
  return addDays(first, day - 1);
}
