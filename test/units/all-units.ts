import { CURRENCIES, MASSES, MULTIPLIERS, OTHERS } from '../../src/units/spellings.ts';
import { SUBSTANCES } from '../../src/units/substances.ts';
import { parseUnit, type Unit } from '../../src/units/unit.ts';

/** The unit, or a failed test. */
export function unit(text: string): Unit {
  const found = parseUnit(text);
  if (!found) throw new Error(`${text} is not a unit`);
  return found;
}

const SCALES = ['', ...MULTIPLIERS.map((one) => one.canonical)];
const WEIGHTS = MASSES.map((one) => one.canonical);
const NAMED_WEIGHTS = SUBSTANCES.flatMap(({ symbol }) =>
  ['t', 'kg', 'lb', 'short ton', 'mtu', 'stu'].map((weight) => `${weight} ${symbol}`),
);
const PRICES = CURRENCIES.flatMap((money) => WEIGHTS.map((weight) => `${money.canonical}/${weight}`));

/** Every unit the tables can spell, but not each with each. "million t" without its blank is read all the same. */
export const ALL_UNITS: readonly Unit[] = [
  ...SCALES.flatMap((scale) => [...WEIGHTS, ...PRICES].map((one) => `${scale}${one}`)),
  ...NAMED_WEIGHTS.flatMap((one) => [one, `10k${one}`, `USD/${one}`, `10kCNY/${one} incl. VAT`]),
  ...PRICES.flatMap((one) => [`${one} incl. VAT`, `${one} excl. VAT`, `10k${one} excl. VAT`]),
  ...OTHERS.map((other) => other.canonical),
].map(unit);
