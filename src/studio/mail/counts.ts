import { type Campaign, DELIVERY_STATES, type DeliveryCounts, OPEN_STATES } from '../../model/delivery.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText } from '../shown.ts';
import { type Bench, benchOf, campaignName, campaignOf, numberIn, page, TONES } from './parts.ts';

/** Of campaigns that have ended: a bounce or a decision may still change them. */
const KEPT_MS = 5_000;

const kept = new WeakMap<Shop, Map<number, { readonly at: number; readonly counts: DeliveryCounts }>>();

/** As they are now; of a campaign that has ended, as they were at most five seconds ago. */
export async function campaignCounts(shop: Shop, { id, state }: Campaign): Promise<DeliveryCounts> {
  const { ledger, effects } = shop;
  if (ledger === undefined) throw new Error('a campaign without a ledger');
  if (state === 'open' || state === 'paused') return ledger.counts(id);
  const known = kept.get(shop) ?? new Map<number, { at: number; counts: DeliveryCounts }>();
  kept.set(shop, known);
  const before = known.get(id);
  if (before !== undefined && effects.ticks() - before.at < KEPT_MS) return before.counts;
  const counts = await ledger.counts(id);
  known.set(id, { at: effects.ticks(), counts });
  return counts;
}

/** What was decided is seen at once. */
export function forgetCounts(shop: Shop): void {
  kept.delete(shop);
}

/** States somebody's letter is in, the share of each, and whether that will change by itself. */
export function countsView(
  { id, state, planned }: Campaign,
  counts: DeliveryCounts,
  { say, at, now }: Bench,
  visit: Visit,
): View {
  const open = OPEN_STATES.reduce((sum, one) => sum + counts[one], 0);
  const shown = DELIVERY_STATES.filter((one) => counts[one] > 0);
  return {
    id,
    live: state === 'open' && open > 0,
    asOf: filled(say.words.asOf, { time: at(now) }),
    refresh: visit.path.endsWith('/counts') ? `/mail/campaigns/${id}` : visit.path,
    planned: countText(planned),
    done: planned - open,
    of: Math.max(planned, 1),
    states: shown.map((one) => ({
      label: say.states[one],
      tone: TONES[one],
      count: countText(counts[one]),
      href: `/mail/campaigns/${id}?state=${one.toLowerCase()}`,
    })),
  };
}

/** `/mail/campaigns/:id/counts`: the part of the page that changes while letters go out. */
export function countsPart(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const bench = await benchOf(shop, visit);
    const campaign = await campaignOf(bench.ledger, numberIn(visit, 'id'));
    const counts = countsView(campaign, await campaignCounts(shop, campaign), bench, visit);
    const title = campaignName(campaign, bench.say);
    return { page: 'mail-counts', title, view: page(bench.say, { counts }) };
  };
}
