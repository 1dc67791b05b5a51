import type { TradingCalendar } from '../calendar/trading.ts';
import { addDays, cutoffDay, weekStart } from '../calendar/week.ts';
import { quoted } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { Vintage } from '../model/observation.ts';
import type { WeekId } from '../model/time.ts';
import { EXCUSED, isClosed, quotesSessions } from './closed-days.ts';

/** Changes are compared four weeks back: an odd quotation matters that long. */
const WEEKS_BACK = 4;
/** A source that carries a price over a holiday may round it anew. */
const CARRIED = 5e-4;

/**
 * Prices dated to days on which the venue was closed: one warning a series for the week's own; a note for those of the
 * weeks before, which were warned of then, and for prices that only repeat the day before.
 */
export function holidayValues(
  spec: SeriesSpec,
  own: readonly Vintage[],
  week: WeekId,
  venue: string,
  calendar: TradingCalendar | undefined,
): Finding[] {
  if (!calendar || !quotesSessions(spec)) return [];
  const [from, monday, through] = [
    addDays(weekStart(week), -7 * WEEKS_BACK),
    weekStart(week),
    cutoffDay(week),
  ];
  const news: Vintage[] = [];
  const known: Vintage[] = [];
  for (let at = own.length - 1; at >= 0; at -= 1) {
    const one = own[at];
    if (one === undefined || one.date < from) break;
    if (one.date > through || EXCUSED.has(one.status) || !isClosed(spec, one.date, calendar)) continue;
    (one.date >= monday && !repeats(one, own[at - 1]) ? news : known).unshift(one);
  }
  return [...finding('W_DATA_HOLIDAY', spec, venue, news), ...finding('I_DATA_HOLIDAY', spec, venue, known)];
}

function repeats(one: Vintage, before: Vintage | undefined): boolean {
  return before !== undefined && Math.abs(Number(one.value) / Number(before.value) - 1) <= CARRIED;
}

function finding(code: string, spec: SeriesSpec, venue: string, days: readonly Vintage[]): Finding[] {
  const [first, ...others] = days;
  if (!first) return [];
  const last = others.at(-1)?.date;
  const more = others.length === 1 ? ` and ${last}` : ` and ${others.length} more days up to ${last}`;
  const { file, row } = first.place;
  const message = `${venue} was closed on ${first.date}${last === undefined ? '' : more} but ${quoted(spec.name.en)} has a price.`;
  return [findingAt(code, cellPlace({ file, row }), message, { series: spec.id, date: first.date })];
}
