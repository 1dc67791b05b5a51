import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import type { Catalog, SeriesSpec } from '../model/catalog.ts';
import { type RowConversion, rowConversions } from '../units/row.ts';
import { isClosed, quotesSessions } from './closed-days.ts';
import { DayLines } from './day-lines.ts';

/** What validation needs of one series, looked up once a file instead of once a row. */
export interface SeriesCheck {
  readonly spec: SeriesSpec;
  readonly mayBeNegative: boolean;
  /** How a value in that unit becomes the series' own, on that day. */
  conversionFrom(unit: string | undefined, date: string): RowConversion;
  /** Whether the venue was closed on the day although the series quotes that venue's sessions. */
  wasClosed(date: string): boolean;
  readonly venue: { readonly name: string };
  /** Where its days stand in the file. */
  readonly lines: DayLines;
  /** Its value before the row being looked at: of the file, or of what was known. */
  previous: number | undefined;
  /** CNY for one USD as last known, of the file or of what was known. */
  exchangeRate(): number;
}

/** Of the last ten years; it only names a likely cause. */
const USUAL_RATE = 6.9;

export function seriesChecks(
  catalog: Catalog,
  allowNegative: readonly string[],
  known: (id: string) => number | undefined,
): (id: string) => SeriesCheck | undefined {
  const symbols = new Map(catalog.metals.map((metal) => [metal.metal, metal.symbol]));
  const calendars = new Map<string, TradingCalendar>();
  const checks = new Map<string, SeriesCheck>();
  const calendarOf = (venue: string): TradingCalendar | undefined => {
    const spec = catalog.calendars.get(venue);
    const calendar = calendars.get(venue) ?? (spec && openCalendar(spec));
    if (calendar) calendars.set(venue, calendar);
    return calendar;
  };
  const rates = [...catalog.series.values()].filter(({ kind, unit }) => kind === 'fx' && unit === 'CNY/USD');
  const exchangeRate = (): number => {
    for (const { id } of rates) {
      const rate = checks.get(id)?.previous ?? known(id);
      if (rate !== undefined) return rate;
    }
    return USUAL_RATE;
  };
  // Series of one venue that quote alike share what is known of its days: there are few of these, and many series.
  const closed = new Map<string, SeriesCheck['wasClosed']>();
  const closedOf = (spec: SeriesSpec): SeriesCheck['wasClosed'] => {
    const calendar = calendarOf(spec.venue);
    if (!calendar || !quotesSessions(spec)) return () => false;
    const key = `${spec.venue} ${spec.quote}`;
    const known = closed.get(key) ?? closedDays(spec, calendar);
    closed.set(key, known);
    return known;
  };
  return (id) => {
    const before = checks.get(id);
    if (before) return before;
    const spec = catalog.series.get(id);
    if (!spec) return undefined;
    const check: SeriesCheck = {
      spec,
      mayBeNegative: allowNegative.includes(id),
      conversionFrom: rowConversions({ unit: spec.unit, vat: spec.vat, contains: symbols.get(spec.metal) }),
      wasClosed: closedOf(spec),
      venue: { name: catalog.calendars.get(spec.venue)?.name.en ?? spec.venue },
      lines: new DayLines(),
      previous: known(spec.id),
      exchangeRate,
    };
    checks.set(spec.id, check);
    return check;
  };
}

function closedDays(spec: SeriesSpec, calendar: TradingCalendar): SeriesCheck['wasClosed'] {
  const known = new Map<string, boolean>();
  return (date) => {
    const before = known.get(date);
    if (before !== undefined) return before;
    const closed = isClosed(spec, date, calendar);
    known.set(date, closed);
    return closed;
  };
}
