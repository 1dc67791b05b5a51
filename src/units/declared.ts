import type { IsoDate } from '../model/time.ts';
import type { Decimal } from './decimal.ts';
import { type Factor, inverse, multiplier, product, type Refusal, SAME } from './factor.ts';
import { type Contents, massFactor } from './matter.ts';
import { type Taxes, taxFactor } from './taxed.ts';
import type { Unit } from './unit.ts';

const DECLARED = Symbol('declared');

/** A way from one unit to another that someone stated the grounds of. Nothing but `declaredConversion` makes one. */
export interface Conversion {
  readonly [DECLARED]: true;
  readonly convert: (value: Decimal) => Decimal;
}

/** One `base` costs `rate` of `quote` on that day. */
export interface ExchangeRate {
  readonly base: string;
  readonly quote: string;
  readonly rate: Decimal;
  readonly on: IsoDate;
}

/** What a conversion may rest on beside the units themselves: nothing of it is assumed. */
export interface Basis extends Taxes, Contents {
  readonly fx?: ExchangeRate | undefined;
}

/**
 * The way from one unit to another, or why there is none. Within one quantity it is a factor. Contained to gross takes
 * a stated grade, VAT in to VAT out both sides and a day, one currency to another a rate of that day.
 */
export function declaredConversion(from: Unit, to: Unit, basis: Basis = {}): Conversion | Refusal {
  const steps = stepsBetween(from, to, basis);
  const factors: Factor[] = [];
  for (const step of steps) {
    if (isRefusal(step)) return step;
    factors.push(step);
  }
  return { [DECLARED]: true, convert: multiplier(product(factors)) };
}

/** Whether there is no way, and `refused` says why. */
export function isRefusal<Other extends object>(result: Other | Refusal): result is Refusal {
  return 'refused' in result;
}

function stepsBetween(from: Unit, to: Unit, basis: Basis): ReadonlyArray<Factor | Refusal> {
  const factor = { over: from.over.times(to.under), under: from.under.times(to.over) };
  const prices = from.currency !== undefined && to.currency !== undefined;
  const masses = !from.currency && !to.currency && from.mass && to.mass;
  if (prices) {
    const perMass = massFactor(from, to, basis);
    return [
      factor,
      moneyFactor(from, to, basis),
      taxFactor(from, to, basis),
      isRefusal(perMass) ? perMass : inverse(perMass),
    ];
  }
  if (masses) return [factor, massFactor(from, to, basis)];
  if (from.quantity === to.quantity) return [factor];
  return [{ refused: `${kindOf(from)} cannot become ${kindOf(to)}` }];
}

function kindOf({ currency, mass, quantity }: Unit): string {
  if (currency) return 'a price';
  return mass ? 'a weight' : `"${quantity}"`;
}

function moneyFactor(from: Unit, to: Unit, { fx, on }: Basis): Factor | Refusal {
  if (from.currency === to.currency) return SAME;
  const pair = `${from.currency} to ${to.currency}`;
  if (!fx) return { refused: `${pair} takes the exchange rate of the day, which is not given` };
  if (on !== fx.on) {
    return { refused: `the exchange rate is of ${fx.on}, the value of ${on ?? 'an unknown day'}` };
  }
  if (!fx.rate.gt(0)) return { refused: `an exchange rate of ${fx.rate} cannot be` };
  const rate = { over: fx.rate, under: SAME.under };
  if (fx.base === from.currency && fx.quote === to.currency) return rate;
  if (fx.base === to.currency && fx.quote === from.currency) return inverse(rate);
  return { refused: `${pair} does not go by the rate of ${fx.base} in ${fx.quote}` };
}
