import { Decimal as Base } from 'decimal.js';

/** Exact enough for any chain of conversions; ties round away from zero, as printed numbers do. */
export const Decimal: Base.Constructor = Base.clone({
  precision: 34,
  rounding: Base.ROUND_HALF_UP,
  toExpNeg: -60,
  toExpPos: 60,
});
export type Decimal = Base;

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const ALREADY_PLAIN = /^-?(?:[1-9]\d*|0(?=\.))(?:\.\d*[1-9])?$/;

/** A plain decimal text (`-44.75`) as a number. Throws RangeError on anything else: exponents, hex, NaN. */
export function decimal(text: string): Decimal {
  if (!PLAIN.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a plain decimal`);
  return new Decimal(text);
}

/** Without exponent, without trailing zeros, without a sign on zero: one text for one value. */
export function plain(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

/** The same for a plain decimal text; most are already as they should be, and files hold many. */
export function plainText(text: string): string {
  return ALREADY_PLAIN.test(text) ? text : plain(decimal(text));
}
