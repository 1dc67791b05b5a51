import type { SeriesSpec } from '../../model/catalog.ts';
import type { IsoDate } from '../../model/time.ts';
import { Decimal } from '../../units/decimal.ts';
import { parseUnit, type Unit } from '../../units/unit.ts';
import { vatRate } from '../../units/vat.ts';
import { type Rational, rational } from './rational.ts';

/** On what ground a relation's parts are compared. */
export interface Ground {
  readonly date: IsoDate;
  /** Some parts include VAT and others do not: it is taken out of those. */
  readonly withoutVat: boolean;
  /** CNY for one USD where the parts' currencies differ: all is counted in dollars. */
  readonly rate?: Decimal | undefined;
}

const KG_PER_T = new Decimal(1000);
const ONE = new Decimal(1);

/** A value of the series, per tonne (per mtu) and on common ground. */
export function amountOf(text: string, spec: Pick<SeriesSpec, 'unit' | 'vat'>, ground: Ground): Rational {
  const amount = inUnit(text, spec.unit, ground);
  if (!ground.withoutVat || spec.vat !== 'incl') return amount;
  return { over: amount.over, under: amount.under.times(vatRate(ground.date).plus(ONE)) };
}

/** An amount in a unit, such as a bound: the same without a question of tax. */
export function inUnit(value: string | number, unit: string, ground: Ground): Rational {
  const parsed = parseUnit(unit);
  if (!parsed) return rational(value);
  const { currency } = parsed;
  const perTonne = basePerTonne(parsed);
  const over = parsed.over.times(value).times(currency ? perTonne : ONE);
  const under = parsed.under.times(currency ? ONE : perTonne);
  return { over, under: ground.rate && currency === 'CNY' ? under.times(ground.rate) : under };
}

/** Masses have the kilogram as base, ton units themselves. */
function basePerTonne({ mass }: Unit): Decimal {
  return mass === undefined || mass.kind === 'ton units' ? ONE : KG_PER_T;
}
