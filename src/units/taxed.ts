import type { IsoDate } from '../model/time.ts';
import { type Factor, type Refusal, SAME } from './factor.ts';
import type { Unit } from './unit.ts';
import { vatRate } from './vat.ts';

/** How a price stands to value-added tax; gold trades exempt from it, a stock has nothing to do with it. */
export type VatBasis = 'incl' | 'excl' | 'exempt' | 'na';

export interface Taxes {
  /** The day of the value: the rate is that day's. */
  readonly on?: IsoDate | undefined;
  /** What is known of either side where its unit's text says nothing. */
  readonly vat?: { readonly from?: VatBasis | undefined; readonly to?: VatBasis | undefined } | undefined;
}

const WORDS: Readonly<Record<VatBasis, string>> = {
  incl: 'includes VAT',
  excl: 'excludes VAT',
  exempt: 'is exempt from VAT',
  na: 'has no VAT',
};

/** From a price on one side of the tax to the same price on the other. */
export function taxFactor(from: Unit, to: Unit, { on, vat }: Taxes): Factor | Refusal {
  const stated = contradiction(from, from.vat, vat?.from) ?? contradiction(to, to.vat, vat?.to);
  if (stated) return stated;
  const [has, wants] = [from.vat ?? vat?.from, to.vat ?? vat?.to];
  if (has === wants) return SAME;
  if (has && wants && fits(has, wants)) return SAME;
  if (!isRated(has) || !isRated(wants)) return { refused: `${said(from, has)}, ${said(to, wants)}` };
  if (from.currency !== 'CNY' && to.currency !== 'CNY') {
    return { refused: `the VAT rates known are China's, not those of prices in ${from.currency}` };
  }
  if (on === undefined) return { refused: 'the VAT rate depends on the day, which is not given' };
  const gross = vatRate(on).plus(1);
  return has === 'incl' ? { over: SAME.over, under: gross } : { over: gross, under: SAME.under };
}

function isRated(vat: VatBasis | undefined): boolean {
  return vat === 'incl' || vat === 'excl';
}

/** Nothing is in a price that is exempt: without VAT says the same. */
function fits(one: VatBasis, other: VatBasis): boolean {
  return one === other || (one === 'excl' && other === 'exempt') || (one === 'exempt' && other === 'excl');
}

/** A unit's text that says one thing of a price of which another is known. */
function contradiction(
  unit: Unit,
  stated: VatBasis | undefined,
  known: VatBasis | undefined,
): Refusal | undefined {
  if (!stated || !known || fits(stated, known)) return undefined;
  return { refused: `${said(unit, stated)}, but the price ${WORDS[known]}` };
}

function said({ canonical }: Unit, vat: VatBasis | undefined): string {
  return `"${canonical}" ${vat ? WORDS[vat] : 'does not say whether it includes VAT'}`;
}
