import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import type { Catalog, SeriesSpec } from '../model/catalog.ts';
import { conversion } from '../units/convert.ts';
import type { Decimal } from '../units/decimal.ts';
import { parseUnit, type Unit } from '../units/unit.ts';
import { isClosed, quotesSessions } from './closed-days.ts';

/** Values are kept to this many digits: no source is nearer, and a converted one would have 34. */
const DIGITS_KEPT = 16;

/** What validation needs of one series, looked up once a file instead of once a row. */
export interface SeriesCheck {
  readonly spec: SeriesSpec;
  readonly mayBeNegative: boolean;
  /** How a value in that unit becomes the series' own; `identity` for its own unit. */
  conversionFrom(unit: string | undefined): Conversion | 'identity' | 'unknown' | 'unfit';
  /** Whether the venue was closed on the day although the series quotes that venue's sessions. */
  wasClosed(date: string): boolean;
  readonly venue: { readonly name: string };
}

export type Conversion = (value: Decimal) => Decimal;

export function seriesChecks(
  catalog: Catalog,
  allowNegative: readonly string[],
): (id: string) => SeriesCheck | undefined {
  const calendars = new Map<string, TradingCalendar>();
  const checks = new Map<string, SeriesCheck>();
  const calendarOf = (venue: string): TradingCalendar | undefined => {
    const spec = catalog.calendars.get(venue);
    const calendar = calendars.get(venue) ?? (spec && openCalendar(spec));
    if (calendar) calendars.set(venue, calendar);
    return calendar;
  };
  return (id) => {
    const known = checks.get(id);
    if (known) return known;
    const spec = catalog.series.get(id);
    if (!spec) return undefined;
    const venueName = catalog.calendars.get(spec.venue)?.name.en ?? spec.venue;
    const check: SeriesCheck = {
      spec,
      mayBeNegative: allowNegative.includes(id),
      conversionFrom: conversions(spec),
      wasClosed: closedDays(spec, calendarOf(spec.venue)),
      venue: { name: venueName },
    };
    checks.set(id, check);
    return check;
  };
}

function conversions(spec: SeriesSpec): SeriesCheck['conversionFrom'] {
  const own = parseUnit(spec.unit);
  const known = new Map<string, ReturnType<SeriesCheck['conversionFrom']>>();
  return (text) => {
    if (text === undefined || text === spec.unit) return 'identity';
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = conversionBetween(parseUnit(text), own);
    known.set(text, found);
    return found;
  };
}

function conversionBetween(
  from: Unit | undefined,
  to: Unit | undefined,
): ReturnType<SeriesCheck['conversionFrom']> {
  if (!from) return 'unknown';
  if (from.canonical === to?.canonical) return 'identity';
  const convert = to && conversion(from, to);
  if (!convert) return 'unfit';
  return (value) => convert(value).toSignificantDigits(DIGITS_KEPT);
}

function closedDays(spec: SeriesSpec, calendar: TradingCalendar | undefined): SeriesCheck['wasClosed'] {
  if (!calendar || !quotesSessions(spec)) return () => false;
  const known = new Map<string, boolean>();
  return (date) => {
    const closed = known.get(date) ?? isClosed(spec, date, calendar);
    known.set(date, closed);
    return closed;
  };
}
