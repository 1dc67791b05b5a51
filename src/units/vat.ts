import type { IsoDate } from '../model/time.ts';
import { Decimal } from './decimal.ts';

/** China's standard rate on metals, newest first. */
const RATES = [
  { from: '2019-04-01', rate: new Decimal('0.13') },
  { from: '2018-05-01', rate: new Decimal('0.16') },
] as const;
const BEFORE = new Decimal('0.17');

/** As a fraction: 0.13 on any day since 2019-04-01. */
export function vatRate(date: IsoDate): Decimal {
  return RATES.find((one) => date >= one.from)?.rate ?? BEFORE;
}
