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

/** The same for a plain decimal text, by its letters alone: files hold many. Throws RangeError as `decimal` does. */
export function plainText(text: string): string {
  if (ALREADY_PLAIN.test(text)) return text;
  if (!PLAIN.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a plain decimal`);
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = whole.replace(/^0+/, '') || '0';
  const places = fraction.replace(/0+$/, '');
  const size = places === '' ? digits : `${digits}.${places}`;
  return text.startsWith('-') && size !== '0' ? `-${size}` : size;
}
