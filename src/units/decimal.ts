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
  let end = text.length;
  if (text.includes('.')) {
    while (text[end - 1] === '0') end -= 1;
    if (text[end - 1] === '.') end -= 1;
  }
  const signed = text.startsWith('-') || text.startsWith('+');
  let start = signed ? 1 : 0;
  while (start < end && text[start] === '0') start += 1;
  const digits = text.slice(start, end);
  if (digits === '') return '0';
  return `${text.startsWith('-') ? '-' : ''}${digits.startsWith('.') ? '0' : ''}${digits}`;
}
