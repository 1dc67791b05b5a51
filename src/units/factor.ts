import { Decimal } from './decimal.ts';

/** A factor as a fraction: divided only once, at the end, so that there and back is exact. */
export interface Factor {
  readonly over: Decimal;
  readonly under: Decimal;
}

/** Why there is no way from one unit to another, as the last part of a message: no capital, no full stop. */
export interface Refusal {
  readonly refused: string;
}

/** From a unit to itself. */
export const SAME: Factor = { over: new Decimal(1), under: new Decimal(1) };

/** One after the other. */
export function product(factors: readonly Factor[]): Factor {
  return factors.reduce((all, one) => ({
    over: all.over.times(one.over),
    under: all.under.times(one.under),
  }));
}

/** The way back. */
export function inverse({ over, under }: Factor): Factor {
  return { over: under, under: over };
}

/** A factor put to work: exact wherever a decimal can be. */
export function multiplier({ over, under }: Factor): (value: Decimal) => Decimal {
  const quotient = over.div(under);
  // 万元/吨 and its like multiply exactly; a pound to a tonne does not, and is divided at the end.
  return quotient.times(under).eq(over) && quotient.precision() < 12
    ? (value) => value.times(quotient)
    : (value) => value.times(over).div(under);
}
