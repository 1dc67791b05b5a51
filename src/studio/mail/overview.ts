import { problemSaid } from '../../language/index.ts';
import type { Campaign } from '../../model/delivery.ts';
import { SUBSCRIBER_STATES, type Subscriber } from '../../model/subscriber.ts';
import type { View } from '../../render/view.ts';
import type { Ledger, ListCount } from '../../store/ledger/index.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText } from '../shown.ts';
import { campaignCounts, countsView } from './counts.ts';
import { type Bench, benchOf, CAMPAIGN_TONES, campaignName, page } from './parts.ts';
import { WORDS } from './words.ts';

/** Campaigns with their counts; the others by a line each. */
const COUNTED = 3;
const CAMPAIGNS = 12;
const BOUNCED = 10;

interface Known {
  readonly mark: number;
  readonly lists: readonly ListCount[];
  readonly bounced: readonly Subscriber[];
}

/** `/mail`: what is sent and to whom, and what waits for a decision. */
export function overview(shop: Shop): (visit: Visit) => Promise<Answer> {
  let known: Known | undefined;
  return async (visit) => {
    const { words } = WORDS[visit.language];
    if (shop.ledger === undefined)
      return { page: 'mail-none', title: words.mail, view: page(WORDS[visit.language], {}) };
    const bench = await benchOf(shop, visit);
    known = await peopleOf(bench.ledger, known);
    const held = await shop.app.deliveries.held({ desk: await shop.desk(), ledger: bench.ledger });
    const campaigns = (await bench.ledger.campaigns()).slice(0, CAMPAIGNS);
    const doubted = await bench.ledger.deliveriesIn('UNCERTAIN', 1000);
    return {
      page: 'mail',
      title: words.mail,
      view: page(
        bench.say,
        {
          held: held === undefined ? false : problemSaid(held, bench.language),
          doubted:
            doubted.length === 0 ? '' : filled(words.uncertainSome, { count: countText(doubted.length) }),
          lists: listsView(known.lists, bench),
          running: await Promise.all(
            campaigns.slice(0, COUNTED).map((one) => countedView(one, shop, bench, visit)),
          ),
          earlier: campaigns.slice(COUNTED).map((one) => campaignLine(one, bench)),
          bounced: known.bounced.map(({ id, address, since, reason }) => ({
            href: `/mail/subscribers/${id}`,
            address: bench.seesPeople ? address : '',
            since: bench.at(since),
            reason: bench.why(bench.seesPeople ? reason : ''),
          })),
          seesPeople: bench.seesPeople,
        },
        'overview',
      ),
    };
  };
}

/** Counting all takes a tenth of a page's time and more: it is done again when something has befallen somebody. */
async function peopleOf(ledger: Ledger, known: Known | undefined): Promise<Known> {
  const mark = await ledger.subscribers.mark();
  if (known?.mark === mark) return known;
  const lists = await ledger.subscribers.lists();
  return { mark, lists, bounced: await ledger.subscribers.latest('bounced', BOUNCED) };
}

function listsView(counts: readonly ListCount[], { say, seesPeople }: Bench): View[] {
  const lists = [...new Set(counts.map(({ list }) => list))];
  return lists.map((list) => ({
    list,
    states: SUBSCRIBER_STATES.map((state) => ({
      label: say.people[state],
      count: countText(counts.find((one) => one.list === list && one.state === state)?.people ?? 0),
      href: seesPeople ? `/mail/subscribers?list=${encodeURIComponent(list)}&state=${state}` : '',
    })),
  }));
}

export function campaignLine(campaign: Campaign, { say, at, why }: Bench): View {
  return {
    href: `/mail/campaigns/${campaign.id}`,
    name: campaignName(campaign, say),
    state: say.campaignStates[campaign.state],
    tone: CAMPAIGN_TONES[campaign.state],
    reason: why(campaign.reason),
    planned: countText(campaign.planned),
    created: at(campaign.createdAt),
    finished: at(campaign.finishedAt),
  };
}

async function countedView(campaign: Campaign, shop: Shop, bench: Bench, visit: Visit): Promise<View> {
  const counts = await campaignCounts(shop, campaign);
  return { ...campaignLine(campaign, bench), counts: countsView(campaign, counts, bench, visit) };
}
