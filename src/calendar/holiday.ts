import type { CalendarSpec } from '../model/catalog.ts';
import type { IsoDate } from '../model/time.ts';
import { addDays, weekdayOf } from './day.ts';

/** More days than any venue is ever closed in a row. */
const MOST_DAYS = 20;

/**
 * The holiday a day belongs to: a closed weekday, or a Saturday or Sunday beside one that is not worked to make up for
 * it. A weekend by itself is none: whoever publishes on Sundays means to. `unknown` beyond the calendar.
 */
export function holidayOf(
  date: IsoDate,
  calendar: CalendarSpec,
): { readonly name: string } | 'unknown' | undefined {
  if (!covers(date, calendar)) return 'unknown';
  if (weekdayOf(date) <= 5) return named(calendar.closed[date]);
  if (calendar.worked?.[date] !== undefined) return undefined;
  const sides = [beside(date, -1, calendar), beside(date, 1, calendar)];
  const closed = sides.find((side) => typeof side === 'object');
  return closed ?? (sides.includes('unknown') ? 'unknown' : undefined);
}

/** The nearest day after (1) or before (-1) it on which people work; undefined where the calendar ends before. */
export function workingDay(date: IsoDate, step: 1 | -1, calendar: CalendarSpec): IsoDate | undefined {
  let day = date;
  for (let walked = 0; walked < MOST_DAYS; walked += 1) {
    day = addDays(day, step);
    if (!covers(day, calendar)) return undefined;
    if (weekdayOf(day) <= 5 ? calendar.closed[day] === undefined : calendar.worked?.[day] !== undefined)
      return day;
  }
  return undefined;
}

/** What the next weekday on that side is, where only free weekend days lie between. */
function beside(
  date: IsoDate,
  step: 1 | -1,
  calendar: CalendarSpec,
): { readonly name: string } | 'unknown' | undefined {
  let day = addDays(date, step);
  while (weekdayOf(day) > 5) {
    if (calendar.worked?.[day] !== undefined) return undefined;
    day = addDays(day, step);
  }
  return covers(day, calendar) ? named(calendar.closed[day]) : 'unknown';
}

function covers(date: IsoDate, { coveredFrom, coveredThrough }: CalendarSpec): boolean {
  return date >= coveredFrom && date <= coveredThrough;
}

function named(name: string | undefined): { readonly name: string } | undefined {
  return name === undefined ? undefined : { name };
}
