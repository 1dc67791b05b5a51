import type { RelationSpec } from '../../model/catalog.ts';
import { Decimal, decimal } from '../../units/decimal.ts';
import { parseUnit } from '../../units/unit.ts';
import type { Subject } from '../check.ts';
import { amountOf, type Ground, inUnit } from './amount.ts';
import type { Comparison } from './pairing.ts';
import { compare, minus, over, plus, type Rational, rational, toNumber } from './rational.ts';

/** A relation as it is at one moment. */
export interface Measured {
  readonly side: 'low' | 'in' | 'high';
  /** What is held against the bounds, in the relation's own unit. */
  readonly value: number;
  readonly bounds: { readonly low?: number | undefined; readonly high?: number | undefined };
  /** How many times the second part, or the sum of the parts, goes into the first: where a unit slip shows. */
  readonly quotient?: number | undefined;
}

interface Held {
  readonly value: Rational;
  readonly low?: Rational | undefined;
  readonly high?: Rational | undefined;
  /** The unit of all three, as an amount on the same ground. */
  readonly unit?: Rational | undefined;
}

const ONE = new Decimal(1);

/** Undefined where it says nothing: a part at zero has no ratio. Exact: a value on the bound is inside. */
export function measure(
  relation: RelationSpec,
  parts: readonly Subject[],
  comparison: Comparison,
): Measured | undefined {
  const ground = groundOf(parts, comparison);
  const amounts = parts.map(({ spec }, at) => amountOf(comparison.points[at]?.text ?? '0', spec, ground));
  const [first, ...rest] = amounts;
  const second = rest.length === 0 ? undefined : rest.reduce(plus);
  if (first === undefined || second === undefined) return undefined;
  const ratio = over(first, second);
  const unit = relation.unit ?? parts[0]?.spec.unit ?? '1';
  const held = heldAgainst({ ...relation, unit }, first, second, ratio, ground);
  if (held === undefined) return undefined;
  const { value, low, high } = held;
  const below = low !== undefined && compare(value, low) < 0;
  const above = high !== undefined && compare(value, high) > 0;
  return {
    side: below ? 'low' : above ? 'high' : 'in',
    value: spelled(value, held),
    bounds: { low: low && spelled(low, held), high: high && spelled(high, held) },
    quotient: ratio && toNumber(ratio) / (relation.scale ?? 1),
  };
}

function heldAgainst(
  relation: RelationSpec & { readonly unit: string },
  first: Rational,
  second: Rational,
  ratio: Rational | undefined,
  ground: Ground,
): Held | undefined {
  const { kind, band, scale = 1, within = 0, tolerance = 0, unit } = relation;
  switch (kind) {
    case 'ratio': {
      if (ratio === undefined) return undefined;
      // Divided where the band is not: both sides stay exact.
      const value = { over: ratio.over, under: ratio.under.times(scale) };
      return { value, low: band && rational(band[0]), high: band && rational(band[1]) };
    }
    case 'same': {
      if (ratio === undefined) return undefined;
      const most = new Decimal(within).div(100).plus(ONE);
      // The same whichever of the two is named first.
      return { value: ratio, low: rational(ONE, most), high: rational(most) };
    }
    case 'difference':
    case 'identity': {
      const [low, high] = kind === 'difference' && band ? band : [-tolerance, tolerance];
      const value = minus(first, second);
      const bound = (amount: number) => inUnit(amount, unit, ground);
      return { value, low: bound(low), high: bound(high), unit: bound(1) };
    }
    case 'atMost':
      return { value: minus(first, second), high: rational(0), unit: inUnit(1, unit, ground) };
  }
}

function spelled(value: Rational, { unit }: Held): number {
  return unit ? toNumber(value) / toNumber(unit) : toNumber(value);
}

/** The parts on common ground, as plain numbers: for guesses at what went wrong, not for verdicts. */
export function amountsIn(parts: readonly Subject[], comparison: Comparison): number[] {
  const ground = groundOf(parts, comparison);
  return parts.map(({ spec }, at) => toNumber(amountOf(comparison.points[at]?.text ?? '0', spec, ground)));
}

/** Undefined rates leave currencies as they are: all parts are then in one. */
function groundOf(parts: readonly Subject[], { date, rate }: Comparison): Ground {
  const vats = new Set(parts.map(({ spec }) => spec.vat));
  const currencies = new Set(parts.flatMap(({ spec }) => parseUnit(spec.unit)?.currency ?? []));
  return {
    date,
    withoutVat: vats.has('incl') && vats.size > 1,
    rate: rate && currencies.size > 1 ? decimal(rate.text) : undefined,
  };
}

/** The same relation with one part as it was: whether that part alone explains what is wrong. */
export function withPoint(comparison: Comparison, at: number, text: string): Comparison {
  const points = comparison.points.map((point, index) => (index === at ? { ...point, text } : point));
  return at === points.length && comparison.rate
    ? { ...comparison, rate: { ...comparison.rate, text } }
    : { ...comparison, points };
}
