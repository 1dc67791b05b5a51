import { AssayError } from '../../errors.ts';
import { DELIVERY_STATES, type Delivery, type DeliveryState } from '../../model/delivery.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { campaignCounts, countsView, forgetCounts } from './counts.ts';
import { campaignLine } from './overview.ts';
import { type Bench, benchOf, campaignName, campaignOf, numberIn, page, TONES } from './parts.ts';

const PAGE = 50;

/** `/mail/campaigns/:id`: its counts, what may be done with it, its letters by state. */
export function campaignPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const bench = await benchOf(shop, visit);
    const { ledger, say, at } = bench;
    const campaign = await campaignOf(ledger, numberIn(visit, 'id'));
    const { id, state, week } = campaign;
    const counts = await campaignCounts(shop, campaign);
    const wanted = stateIn(visit.query.state);
    const found = await ledger.deliveryPage({
      campaign: id,
      ...(wanted === undefined ? {} : { state: wanted }),
      after: visit.query.after ?? '',
      limit: PAGE,
    });
    const here = wanted === undefined ? '' : `state=${wanted.toLowerCase()}`;
    return {
      page: 'mail-campaign',
      title: campaignName(campaign, say),
      view: page(say, {
        ...campaignLine(campaign, bench),
        deadline: at(campaign.deadline),
        counts: countsView(campaign, counts, bench, visit),
        actions: {
          pause: state === 'open',
          goOn: state === 'paused',
          cancel: state === 'open' || state === 'paused',
        },
        action: `/mail/campaigns/${id}`,
        sendPage: `/week/${week}/send`,
        states: [
          { label: say.words.every, href: `/mail/campaigns/${id}`, isCurrent: wanted === undefined },
          ...DELIVERY_STATES.filter((one) => counts[one] > 0 || one === wanted).map((one) => ({
            label: say.states[one],
            href: `/mail/campaigns/${id}?state=${one.toLowerCase()}`,
            isCurrent: one === wanted,
          })),
        ],
        seesPeople: bench.seesPeople,
        deliveries: found.deliveries.map((one) => deliveryView(one, bench)),
        next: found.next === '' ? '' : `?${here}&after=${encodeURIComponent(found.next)}`,
        first: visit.query.after === undefined ? '' : `?${here}`,
      }),
    };
  };
}

export function deliveryView(delivery: Delivery, { say, at, why, seesPeople }: Bench): View {
  return {
    id: delivery.delivery.slice(0, 16),
    address: seesPeople ? delivery.address : '',
    state: say.states[delivery.state],
    tone: TONES[delivery.state],
    attempts: delivery.attempts,
    nextAt: at(delivery.nextAt),
    // A server's words may name the address.
    reason: why(seesPeople ? delivery.reason : ''),
    changedAt: at(delivery.changedAt),
  };
}

function stateIn(text: string | undefined): DeliveryState | undefined {
  return DELIVERY_STATES.find((one) => one === text?.toUpperCase());
}

const BECOMES = { pause: 'paused', open: 'open', cancel: 'cancelled' } as const;
export type CampaignAction = keyof typeof BECOMES;

/** Pauses it, lets it go on, or cancels what is left, for a reason. */
export function changeCampaign(shop: Shop, action: CampaignAction): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { ledger, say, now } = await benchOf(shop, visit);
    const campaign = await campaignOf(ledger, numberIn(visit, 'id'));
    const reason = reasonIn(visit);
    await ledger.setCampaign(campaign.id, BECOMES[action], `${reason} (${visit.actor.name})`, now);
    forgetCounts(shop);
    const done = { pause: say.words.pauseDone, open: say.words.openDone, cancel: say.words.cancelDone }[
      action
    ];
    return {
      redirect: `/mail/campaigns/${campaign.id}`,
      notice: filled(done, { campaign: campaignName(campaign, say) }),
    };
  };
}

/** Throws AssayError usage E_MAIL_REASON where none is given. */
export function reasonIn(visit: Visit): string {
  const reason = (visit.form.reason ?? '').replace(/\s+/g, ' ').trim();
  if (reason !== '' && reason.length <= 300) return reason;
  throw new AssayError('usage', {
    code: 'E_MAIL_REASON',
    where: 'reason',
    message: `${reason === '' ? 'empty' : `${reason.length} characters`}. Expected why, in up to 300 characters: whoever reads the history a year from now reads it.`,
  });
}
