import { Decimal } from './decimal.ts';

/** What a tonne can be a tonne of, inside something else: `t Sb`, `USD/lb Mo`, `USD/mtu WO3`. */
export interface Substance {
  /** As the program writes it: `Mo`, `LCE`. */
  readonly symbol: string;
  /** Substances of one family hold one element and convert into each other by weight. */
  readonly family: string;
  /** One kilogram of it stands for `amount` kilograms of the family's first. */
  readonly amount: Decimal;
  /** An element itself, not a compound of it. */
  readonly element: boolean;
  /** Lower case, NFKC, without spaces. */
  readonly spellings: readonly string[];
}

function element(symbol: string, ...spellings: readonly string[]): Substance {
  return made(symbol, symbol, '1', true, spellings);
}

function compound(
  symbol: string,
  family: string,
  amount: string,
  ...spellings: readonly string[]
): Substance {
  return made(symbol, family, amount, false, spellings);
}

function made(
  symbol: string,
  family: string,
  amount: string,
  isElement: boolean,
  spellings: readonly string[],
): Substance {
  return {
    symbol,
    family,
    amount: new Decimal(amount),
    element: isElement,
    spellings: [symbol.toLowerCase(), ...spellings],
  };
}

/**
 * Weights of the compounds are those the trade reckons with: the ratios of their atomic weights to three or four
 * digits. Lithium is counted in carbonate (LCE), the others in metal. No MoO3: dollars per pound of it may mean the
 * oxide (66.7 % Mo, technical oxide 57 %) or the molybdenum in it, and no plain LiOH: with or without its water?
 */
export const SUBSTANCES: readonly Substance[] = [
  compound('LCE', 'Li', '1', 'li2co3', '碳酸锂当量'),
  made('Li', 'Li', '5.323', true, ['lithium', '锂']),
  compound('Li2O', 'Li', '2.473', '氧化锂'),
  compound('LiOH·H2O', 'Li', '0.880', 'lioh.h2o', 'lioh•h2o', 'liohh2o', '单水氢氧化锂'),
  element('Sb', 'antimony', '锑'),
  compound('Sb2O3', 'Sb', '0.835', '三氧化二锑'),
  element('Mo', 'molybdenum', '钼'),
  element('W', 'tungsten', '钨'),
  compound('WO3', 'W', '0.793', '三氧化钨'),
  element('Nd', 'neodymium', '钕'),
  compound('Nd2O3', 'Nd', '0.857'),
  element('Dy', 'dysprosium', '镝'),
  compound('Dy2O3', 'Dy', '0.871'),
  element('Tb', 'terbium', '铽'),
  compound('Tb4O7', 'Tb', '0.850'),
  element('Pr', 'praseodymium', '镨'),
  element('Cu', 'copper', '铜'),
  element('Al', 'aluminum', 'aluminium', '铝'),
  element('Au', 'gold', '金'),
  element('Ag', 'silver', '银'),
  element('Sn', '锡'),
  element('Co', 'cobalt', '钴'),
  element('Ni', 'nickel', '镍'),
  element('Zn', 'zinc', '锌'),
  element('Pb', '铅'),
];

const BY_SYMBOL = new Map(SUBSTANCES.map((one) => [one.symbol, one]));

/** By its symbol as a unit writes it, `WO3`; undefined for what nobody declared. */
export function substance(symbol: string): Substance | undefined {
  return BY_SYMBOL.get(symbol);
}
