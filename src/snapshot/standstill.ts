import type { SeriesSpec } from '../model/catalog.ts';
import { ASSESSED_QUOTES, EXCHANGE_QUOTES } from './quotes.ts';

/** An exchange's price, an index or an exchange rate moves every session; four equal ones were carried on. */
const EXCHANGE_QUOTATIONS = 4;
/** Assessed minor metals stand still in up to half of all weeks, and for a month at a time now and then. */
const ASSESSED_QUOTATIONS = 25;
/** Stocks, rates, premiums: three trading weeks. */
const OTHER_QUOTATIONS = 15;

const MOVING_KINDS: ReadonlySet<string> = new Set(['fx', 'index']);

/** From so many equal quotations on a daily series is perhaps no longer refreshed. */
export function suspiciousQuotations(spec: Pick<SeriesSpec, 'kind' | 'quote'>): number {
  if (MOVING_KINDS.has(spec.kind)) return EXCHANGE_QUOTATIONS;
  if (spec.kind === 'price' && EXCHANGE_QUOTES.has(spec.quote)) return EXCHANGE_QUOTATIONS;
  return ASSESSED_QUOTES.has(spec.quote) ? ASSESSED_QUOTATIONS : OTHER_QUOTATIONS;
}
