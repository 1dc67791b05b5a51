import type { IsoDate } from '../model/time.ts';
import { Decimal } from './decimal.ts';
import { type Conversion, declaredConversion, isRefusal } from './declared.ts';
import type { Refusal } from './factor.ts';
import { substance } from './substances.ts';
import type { VatBasis } from './taxed.ts';
import { type Mass, parseUnit, type Unit } from './unit.ts';
import { vatRate } from './vat.ts';

const ONE = new Decimal(1);

/** What a series says of its own values. */
export interface SeriesUnit {
  readonly unit: string;
  readonly vat: VatBasis;
  /** Symbol of the series' metal, where it has one: what its contained weight is weight of. */
  readonly contains?: string | undefined;
}

/** `identity`: the value is the series' own. `unknown`: the text is no unit. Else how, or why not. */
export type RowConversion = 'identity' | 'unknown' | Conversion | Refusal;

/**
 * How a row's value becomes the series' own, by the unit its row names and its date. Made once a series and asked once
 * a row: what a text means is worked out once, and again only where VAT comes in or goes out and the rate differs.
 *
 *     const from = rowConversions({ unit: spec.unit, vat: spec.vat, contains: metal.symbol });
 *     const found = from(row.unit, row.date);
 *     if (found === 'identity') … else if (found === 'unknown') … else if ('refused' in found) … else found.convert(v)
 *
 * Only China's VAT, by the day's rate, and weights of declared compounds come in here; a grade or a rate of exchange
 * never does, as a row has none of its own: such a row is refused and says what is missing.
 */
export function rowConversions(
  series: SeriesUnit,
): (text: string | undefined, date: IsoDate) => RowConversion {
  const own = parseUnit(series.unit);
  const known = new Map<string, (date: IsoDate) => RowConversion>();
  return (text, date) => {
    if (text === undefined || text === series.unit) return 'identity';
    const before = known.get(text);
    if (before) return before(date);
    // The texts come from files and may each hold on to a piece of them: a hostile one must not fill the memory.
    if (known.size > 200) known.clear();
    const found = dated(text, own, series);
    known.set(text, found);
    return found(date);
  };
}

function dated(text: string, own: Unit | undefined, series: SeriesUnit): (date: IsoDate) => RowConversion {
  const unit = parseUnit(text);
  if (!unit || !own) return () => 'unknown';
  if (unit.canonical === own.canonical) return () => 'identity';
  const convert = between(unit, own, series);
  if (unit.vat !== undefined && unit.vat !== series.vat) return byRate(convert);
  const found = convert(undefined);
  return () => found;
}

function between(
  unit: Unit,
  own: Unit,
  { vat, contains }: SeriesUnit,
): (on: IsoDate | undefined) => RowConversion {
  const from = named(unit, contains, own);
  const to = named(own, contains, unit);
  return (on) => {
    const found = declaredConversion(from, to, { on, vat: { from: unit.vat ?? vat, to: vat } });
    // 含税 of a series that includes VAT: its own unit in other words.
    return !isRefusal(found) && isFactorOne(found) ? 'identity' : found;
  };
}

/** With what its contained weight is weight of: the series' metal, or what the other text names. */
function named(unit: Unit, contains: string | undefined, other: Unit): Unit {
  const { mass } = unit;
  if (mass?.of !== undefined || (mass?.kind !== 'contained mass' && mass?.kind !== 'ton units')) return unit;
  const of = countedIn(mass, contains) ?? ofOther(mass, other);
  return of === undefined ? unit : { ...unit, mass: { ...mass, of } };
}

function countedIn({ kind }: Mass, contains: string | undefined): string | undefined {
  if (contains === undefined || substance(contains) === undefined) return undefined;
  // Ton units of tungsten are counted in its oxide the world over.
  return kind === 'ton units' && contains === 'W' ? 'WO3' : contains;
}

/** "Contained" is contained metal: an element the other text names is meant, a compound of it is not. */
function ofOther({ kind }: Mass, { mass }: Unit): string | undefined {
  const named = mass?.of === undefined ? undefined : substance(mass.of);
  return named?.element || (named && kind === mass?.kind && kind === 'ton units') ? named.symbol : undefined;
}

function isFactorOne({ convert }: Conversion): boolean {
  return convert(ONE).eq(ONE);
}

/** The rates are three, the rows a million. */
function byRate(convert: (on: IsoDate) => RowConversion): (date: IsoDate) => RowConversion {
  const known = new Map<object, RowConversion>();
  return (date) => {
    const rate = vatRate(date);
    const before = known.get(rate);
    if (before) return before;
    const found = convert(date);
    known.set(rate, found);
    return found;
  };
}
