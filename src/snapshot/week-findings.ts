import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import { addDays, cutoffDay, daysBetween, weekEnding, weekStart } from '../calendar/week.ts';
import type { Catalog, SeriesSpec } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import type { Status, Vintage } from '../model/observation.ts';
import type { IsoDate, WeekId } from '../model/time.ts';
import { EXCUSED, isClosed, quotesSessions } from './closed-days.ts';

/** Three trading weeks: no daily quotation of a living market stands so still. */
const UNCHANGED_QUOTATIONS = 15;
/** Changes are compared four weeks back: an odd quotation matters that long. */
const WEEKS_BACK = 4;
/** Carried over from the day before: no quotation of its own. */
const CARRIED: ReadonlySet<Status> = new Set(['holiday', 'rolled']);

/** What a reader must be told of the week's data: what is old, absent, standing still, or dated on a closed day. */
export function weekFindings(
  week: WeekId,
  catalog: Catalog,
  observations: ReadonlyMap<string, readonly Vintage[]>,
): Finding[] {
  const calendars = new Map<string, TradingCalendar>();
  for (const [venue, spec] of catalog.calendars) calendars.set(venue, openCalendar(spec));
  return [...catalog.series.values()].flatMap((spec) => {
    const own = observations.get(spec.id) ?? [];
    const last = own[own.length - 1];
    if (!last) return [note(spec, 'I_DATA_NONE', 'no observation yet.')];
    const calendar = calendars.get(spec.venue);
    return [
      ...age(spec, last.date, week, calendar),
      ...standstill(spec, own),
      ...onClosedDays(spec, own, week, catalog, calendar),
    ];
  });
}

function age(
  spec: SeriesSpec,
  newest: IsoDate,
  week: WeekId,
  calendar: TradingCalendar | undefined,
): Finding[] {
  if (newest >= weekStart(week)) return [];
  const needed = weekEnding(week);
  const missing = daysBetween(newest, needed);
  const days = `${missing} ${missing === 1 ? 'day' : 'days'}`;
  const session = spec.frequency === 'monthly' ? undefined : lastSession(week, calendar);
  if (session !== undefined && session < weekStart(week)) {
    // A closed week excuses a series only if it was up to date when its venue closed.
    if (daysBetween(newest, session) <= spec.staleAfterDays) {
      return [note(spec, 'I_DATA_CLOSED', `its venue had no session this week; newest value is ${newest}.`)];
    }
  } else if (missing <= spec.staleAfterDays) {
    return [
      note(
        spec,
        'I_DATA_LATE',
        `no value this week yet; newest value is ${newest} (${days} before ${needed}).`,
      ),
    ];
  }
  const message = `newest value is ${newest}; the week needs ${needed} (${days} missing).`;
  return [{ code: 'W_DATA_STALE', severity: 'warning', where: spec.id, message, series: spec.id }];
}

function lastSession(week: WeekId, calendar: TradingCalendar | undefined): IsoDate | undefined {
  const friday = weekEnding(week);
  return calendar?.covers(friday) ? calendar.lastSession(friday) : undefined;
}

function standstill(spec: SeriesSpec, own: readonly Vintage[]): Finding[] {
  if (spec.frequency !== 'daily') return [];
  const quoted = own.filter((one) => !CARRIED.has(one.status) && one.status !== 'illustrative');
  const last = quoted[quoted.length - 1];
  const before = quoted.findLastIndex((one) => one.value !== last?.value);
  const count = quoted.length - 1 - before;
  const since = quoted[before + 1]?.date;
  if (count < UNCHANGED_QUOTATIONS || since === undefined) return [];
  const message = `unchanged since ${since} (${count} quotations); its source may no longer be refreshed.`;
  return [{ code: 'W_DATA_UNCHANGED', severity: 'warning', where: spec.id, message, series: spec.id }];
}

function onClosedDays(
  spec: SeriesSpec,
  own: readonly Vintage[],
  week: WeekId,
  catalog: Catalog,
  calendar: TradingCalendar | undefined,
): Finding[] {
  if (!calendar || !quotesSessions(spec)) return [];
  const from = addDays(weekStart(week), -7 * WEEKS_BACK);
  const venue = catalog.calendars.get(spec.venue)?.name.en ?? spec.venue;
  return own
    .filter((one) => one.date >= from && one.date <= cutoffDay(week))
    .filter((one) => !EXCUSED.has(one.status) && isClosed(spec, one.date, calendar))
    .map((one) => ({
      code: 'W_DATA_HOLIDAY',
      severity: 'warning',
      where: `${one.place.file}:${one.place.row}`,
      message: `${venue} was closed on ${one.date} but ${JSON.stringify(spec.name.en)} has a price.`,
      series: spec.id,
    }));
}

function note(spec: SeriesSpec, code: string, message: string): Finding {
  return { code, severity: 'note', where: spec.id, message, series: spec.id };
}
