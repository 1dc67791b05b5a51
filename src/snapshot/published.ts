import { publicationDay, publishedAt } from '../calendar/publication.ts';
import type { TradingCalendar } from '../calendar/trading.ts';
import { addDays } from '../calendar/week.ts';
import type { Catalog, SeriesSpec } from '../model/catalog.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { Vintage } from '../model/observation.ts';
import type { Instant } from '../model/time.ts';
import type { Calendars } from './week-findings.ts';

/**
 * Whether a value was public by the cutoff, so that a past week built today looks no further than one built in time.
 * What the desk had by then was known, whatever its source's clock says; a forecast is published before its day and
 * made-up history never was.
 */
function isPublished(
  one: Vintage,
  spec: SeriesSpec,
  cutoff: Instant,
  calendar: TradingCalendar | undefined,
): boolean {
  return (
    one.knownAt <= cutoff ||
    one.status === 'illustrative' ||
    isForecast(one, spec) ||
    isDue(one, spec, cutoff, calendar)
  );
}

/** A month's value that is given before the month is over. */
export function isForecast(one: Vintage, spec: SeriesSpec): boolean {
  return one.status === 'provisional' && spec.frequency === 'monthly';
}

/** By the clock alone. Later dates are published later, so that of a series only the newest few need be asked. */
function isDue(
  { date }: Pick<Vintage, 'date'>,
  spec: SeriesSpec,
  cutoff: Instant,
  calendar: TradingCalendar | undefined,
): boolean {
  const clock = spec.source.publication;
  if (clock === undefined || calendar === undefined) return true;
  const day = publicationDay(clock, date, calendar);
  const cutoffDay = cutoff.slice(0, 10);
  // No zone is more than a day away from another; an instant is worked out only where it can matter.
  if (day < addDays(cutoffDay, -1)) return true;
  if (day > addDays(cutoffDay, 1)) return false;
  return publishedAt(clock, date, calendar) <= cutoff;
}

/** Leaves out what was published after the cutoff: a past week built today must not look ahead. */
export function publishedBy(
  cutoff: Instant,
  observed: ReadonlyMap<string, readonly Vintage[]>,
  catalog: Catalog,
  calendars: Calendars,
): { readonly bySeries: ReadonlyMap<string, readonly Vintage[]>; readonly unpublished: Finding[] } {
  const bySeries = new Map<string, readonly Vintage[]>();
  const notes: Finding[] = [];
  for (const [id, own] of observed) {
    const spec = catalog.series.get(id);
    if (!spec) continue;
    const { known, unpublished } = splitByClock(own, spec, cutoff, calendars.get(spec.venue));
    if (known.length > 0) bySeries.set(id, known);
    notes.push(...leftOut(spec, unpublished));
  }
  return { bySeries, unpublished: notes };
}

function leftOut(spec: SeriesSpec, [first, ...others]: readonly Vintage[]): Finding[] {
  if (!first) return [];
  const values =
    others.length === 0
      ? `the value of ${first.date} was`
      : `${others.length + 1} values of ${first.date} to ${others.at(-1)?.date} were`;
  const message = `${values} published after the week's cutoff (${spec.source.lag.en}); left out.`;
  return [findingAt('I_DATA_UNPUBLISHED', spec.id, message, { series: spec.id, date: first.date })];
}

/** Splits a series' values, oldest first, into those in the edition and those left out of it. */
function splitByClock(
  own: readonly Vintage[],
  spec: SeriesSpec,
  cutoff: Instant,
  calendar: TradingCalendar | undefined,
): { readonly known: readonly Vintage[]; readonly unpublished: readonly Vintage[] } {
  let first = own.length;
  while (first > 0) {
    const one = own[first - 1];
    if (one === undefined || isDue(one, spec, cutoff, calendar)) break;
    first -= 1;
  }
  if (first === own.length) return { known: own, unpublished: [] };
  const late = own.slice(first);
  const unpublished = late.filter((one) => !isPublished(one, spec, cutoff, calendar));
  if (unpublished.length === 0) return { known: own, unpublished };
  const left = new Set(unpublished);
  return { known: own.filter((one) => !left.has(one)), unpublished };
}
