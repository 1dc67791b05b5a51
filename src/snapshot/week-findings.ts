import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import { daysBetween, weekEnding, weekStart } from '../calendar/week.ts';
import { counted } from '../errors.ts';
import type { Catalog, SeriesSpec } from '../model/catalog.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { Status, Vintage } from '../model/observation.ts';
import type { IsoDate, WeekId } from '../model/time.ts';
import { isClosed, quotesSessions } from './closed-days.ts';
import { holidayValues } from './holiday-values.ts';
import { suspiciousQuotations } from './standstill.ts';

/** Carried over from the day before: no quotation of its own. */
const CARRIED: ReadonlySet<Status> = new Set(['holiday', 'rolled']);
/** What has been silent or still for longer is no news; the data notes go on naming it. */
const NEWS_DAYS = 35;
const NEWS_QUOTATIONS = 25;

export type Calendars = ReadonlyMap<string, TradingCalendar>;

export function openCalendars(catalog: Catalog): Calendars {
  return new Map([...catalog.calendars].map(([venue, spec]) => [venue, openCalendar(spec)]));
}

/** What a reader must be told of the week's data: what is old, absent, standing still, or dated on a closed day. */
export function weekFindings(
  week: WeekId,
  catalog: Catalog,
  observations: ReadonlyMap<string, readonly Vintage[]>,
  calendars: Calendars = openCalendars(catalog),
): Finding[] {
  return [...catalog.series.values()].flatMap((spec) => {
    const own = observations.get(spec.id) ?? [];
    const last = own[own.length - 1];
    if (!last) return [finding('I_DATA_NONE', spec, 'no observation yet.')];
    const calendar = calendars.get(spec.venue);
    const venue = catalog.calendars.get(spec.venue)?.name.en ?? spec.venue;
    return [
      ...age(spec, last.date, week, calendar),
      ...standstill(spec, own, calendar),
      ...holidayValues(spec, own, week, venue, calendar),
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
  // A venue's week ends on its last session: one that closes on Monday asks for Monday's value.
  const needed = (spec.frequency !== 'monthly' && lastSession(week, calendar)) || weekEnding(week);
  const missing = daysBetween(newest, needed);
  const since = `${counted(missing, 'day')} before ${needed}`;
  if (missing <= spec.staleAfterDays) {
    // A closed week excuses a series only if it was up to date when its venue closed.
    return needed < weekStart(week)
      ? [finding('I_DATA_CLOSED', spec, `its venue had no session this week; newest value is ${newest}.`)]
      : [finding('I_DATA_LATE', spec, `no value this week yet; newest value is ${newest} (${since}).`)];
  }
  if (missing - spec.staleAfterDays > NEWS_DAYS) {
    return [finding('I_DATA_ENDED', spec, `no value since ${newest} (${since}).`)];
  }
  const friday = weekEnding(week);
  const message = `newest value is ${newest}; the week needs ${friday} (${daysBetween(newest, friday)} days missing).`;
  return [finding('W_DATA_STALE', spec, message)];
}

function lastSession(week: WeekId, calendar: TradingCalendar | undefined): IsoDate | undefined {
  const friday = weekEnding(week);
  return calendar?.covers(friday) ? calendar.lastSession(friday) : undefined;
}

function standstill(
  spec: SeriesSpec,
  own: readonly Vintage[],
  calendar: TradingCalendar | undefined,
): Finding[] {
  if (spec.frequency !== 'daily') return [];
  const last = own.findLast((one) => !CARRIED.has(one.status));
  if (last === undefined) return [];
  let [count, since] = [0, ''];
  for (let at = own.length - 1; at >= 0; at -= 1) {
    const one = own[at];
    if (one === undefined || one.status === 'illustrative') break;
    if (CARRIED.has(one.status)) continue;
    if (one.value !== last.value) break;
    // A price on a closed day is the day before's.
    if (calendar && quotesSessions(spec) && isClosed(spec, one.date, calendar)) continue;
    [count, since] = [count + 1, one.date];
  }
  const suspicious = suspiciousQuotations(spec);
  if (count < suspicious) return [];
  const code = count < suspicious + NEWS_QUOTATIONS ? 'W_DATA_UNCHANGED' : 'I_DATA_UNCHANGED';
  const words = `unchanged since ${since} (${count} quotations); its source may no longer be refreshed.`;
  return [finding(code, spec, words)];
}

function finding(code: string, spec: SeriesSpec, message: string): Finding {
  return findingAt(code, spec.id, message, { series: spec.id });
}
