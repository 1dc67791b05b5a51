import { Decimal, plain } from './decimal.ts';

/** A number for people, thousands apart: `9,647.5`. A text keeps its digits, a number at most six that say something. */
export function grouped(value: Decimal | number | string): string {
  const shown = typeof value === 'string' ? new Decimal(value) : new Decimal(value).toSignificantDigits(6);
  const [whole = '', fraction] = plain(shown).split('.');
  const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
