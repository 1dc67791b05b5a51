import { Decimal, plain } from '../units/decimal.ts';

/** Enough to be unrounded at any printed precision, few enough for a quotient to end. */
const SIGNIFICANT_DIGITS = 12;

/** Plain decimal text of at most 12 significant digits. */
export function exactText(value: Decimal): string {
  return plain(value.toSignificantDigits(SIGNIFICANT_DIGITS));
}

/** The same of a statistic computed in floating point. The number must be finite. */
export function numberText(value: number): string {
  return exactText(new Decimal(value));
}
