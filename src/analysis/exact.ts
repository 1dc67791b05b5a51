import { Decimal, plain } from '../units/decimal.ts';

/** Enough to be unrounded at any printed precision, few enough for a quotient to end. */
const SIGNIFICANT_DIGITS = 12;

const Short = Decimal.clone({ precision: SIGNIFICANT_DIGITS });

/** Plain decimal text of at most 12 significant digits. */
export function exactText(value: Decimal): string {
  return plain(value.toSignificantDigits(SIGNIFICANT_DIGITS));
}

/** The same of a quotient, divided no further than is kept. */
export function quotientText(dividend: Decimal, divisor: Decimal): string {
  return plain(new Short(dividend).div(divisor));
}

/** The same of a statistic computed in floating point. The number must be finite. */
export function numberText(value: number): string {
  const text = String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
  return text.includes('e') ? plain(new Decimal(text)) : text;
}
