import { addDays, endOfMonth, monthAfter } from '../calendar/day.ts';
import { publishedAt } from '../calendar/publication.ts';
import type { TradingCalendar } from '../calendar/trading.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { NextValue } from '../model/readiness.ts';
import type { IsoDate } from '../model/time.ts';

/** The value after the newest one, and when its source publishes it. Pure. */
export function nextValue(
  { frequency, source }: Pick<SeriesSpec, 'frequency' | 'source'>,
  newest: IsoDate,
  calendar: TradingCalendar | undefined,
): NextValue {
  const date = nextDate(frequency, newest, calendar);
  const clock = source.publication;
  return {
    date,
    at: clock === undefined || calendar === undefined ? '' : publishedAt(clock, date, calendar),
  };
}

function nextDate(
  frequency: SeriesSpec['frequency'],
  newest: IsoDate,
  calendar: TradingCalendar | undefined,
): IsoDate {
  const session = (day: IsoDate): IsoDate => calendar?.sessionAfter(day, 1) ?? addDays(day, 1);
  switch (frequency) {
    case 'daily':
      return session(newest);
    case 'twice-weekly':
      // Three or four days on; the earlier of the two, where the venue is open.
      return session(addDays(newest, 2));
    case 'weekly':
      return session(addDays(newest, 6));
    case 'monthly':
      // Dated to the month's end by most, to a day within it by some.
      return newest === endOfMonth(newest) ? endOfMonth(monthAfter(newest)) : dayNextMonth(newest);
  }
}

function dayNextMonth(date: IsoDate): IsoDate {
  const first = monthAfter(date);
  const day = addDays(first, Number(date.slice(8)) - 1);
  const last = endOfMonth(first);
  return day < last ? day : last;
}
