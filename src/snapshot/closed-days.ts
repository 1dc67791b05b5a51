import type { TradingCalendar } from '../calendar/trading.ts';
import { weekdayOf } from '../calendar/week.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Status } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import { EXCHANGE_QUOTES } from './quotes.ts';

/** These say themselves that the venue was closed, or claim nothing. */
export const EXCUSED: ReadonlySet<Status> = new Set(['holiday', 'rolled', 'illustrative']);

/** Averages over months and weeks, and counts, are dated by their period, not by a session. */
export function quotesSessions(spec: SeriesSpec): boolean {
  return spec.kind === 'price' && spec.frequency === 'daily';
}

/** Whether the series' venue was closed, as far as its calendar knows. */
export function isClosed(spec: SeriesSpec, date: IsoDate, calendar: TradingCalendar): boolean {
  if (!calendar.covers(date) || calendar.isSession(date)) return false;
  // An exchange has no session on any weekend; when agencies without a list of worked weekends quote nobody knows.
  return EXCHANGE_QUOTES.has(spec.quote) || calendar.listsWeekends || weekdayOf(date) <= 5;
}
