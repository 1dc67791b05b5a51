import { AssayError, type Problem } from '../errors.ts';
import type { CalendarSpec } from '../model/catalog.ts';
import type { IsoDate } from '../model/time.ts';
import { dayNumber, dayOfNumber, weekdayOfNumber } from './day.ts';

/**
 * Sessions of one venue: weekdays that were not closed, and weekend days that were worked. Every question about a day
 * outside its coverage throws AssayError `E_CALENDAR_RANGE`.
 */
export interface TradingCalendar {
  readonly venue: string;
  /** Its worked weekends are listed, so that any other weekend is known to be free. */
  readonly listsWeekends: boolean;
  covers(date: IsoDate): boolean;
  isSession(date: IsoDate): boolean;
  /** The newest session on or before a day and, if asked, not before another; undefined when there is none. */
  lastSession(onOrBefore: IsoDate, notBefore?: IsoDate): IsoDate | undefined;
  /** Sessions from `a` through `b`, both included, oldest first. */
  sessionsBetween(a: IsoDate, b: IsoDate): IsoDate[];
  /** The `n`-th session after a day; beyond the coverage weekdays count, the earliest it can be. */
  sessionAfter(date: IsoDate, n: number): IsoDate;
}

/** Throws AssayError when asked of a day the file does not cover. */
export function openCalendar(spec: CalendarSpec): TradingCalendar {
  const closed = new Set(Object.keys(spec.closed).map(dayNumber));
  const worked = new Set(Object.keys(spec.worked ?? {}).map(dayNumber));
  const open = (day: number) => (weekdayOfNumber(day) <= 5 ? !closed.has(day) : worked.has(day));
  const covers = (date: IsoDate) => date >= spec.coveredFrom && date <= spec.coveredThrough;
  const inside = (date: IsoDate): number => {
    if (!covers(date)) throw outside(spec, date);
    return dayNumber(date);
  };
  return {
    venue: spec.venue,
    listsWeekends: spec.worked !== undefined,
    covers,
    isSession: (date) => open(inside(date)),
    lastSession: (onOrBefore, notBefore) => {
      const first = notBefore === undefined ? dayNumber(spec.coveredFrom) : inside(notBefore);
      for (let day = inside(onOrBefore); day >= first; day -= 1) {
        if (open(day)) return dayOfNumber(day);
      }
      return undefined;
    },
    sessionsBetween: (a, b) => {
      const sessions: IsoDate[] = [];
      const last = inside(b);
      for (let day = inside(a); day <= last; day += 1) {
        if (open(day)) sessions.push(dayOfNumber(day));
      }
      return sessions;
    },
    sessionAfter: (date, n) => {
      let day = dayNumber(date);
      for (let left = n; left > 0; ) {
        day += 1;
        if (open(day)) left -= 1;
      }
      return dayOfNumber(day);
    },
  };
}

function outside(spec: CalendarSpec, date: IsoDate): AssayError {
  return new AssayError('config', uncoveredDay(spec, date));
}

/** What to do about a day that a calendar knows nothing of. */
export function uncoveredDay(spec: CalendarSpec, date: IsoDate): Problem {
  return {
    code: 'E_CALENDAR_RANGE',
    where: `data/calendars/${spec.venue}.yaml`,
    message: `${date} is outside the calendar, which covers ${spec.coveredFrom} to ${spec.coveredThrough}. Add the closed days of the time missing to data/holidays.yaml.`,
  };
}
