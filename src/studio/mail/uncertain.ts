import { AssayError } from '../../errors.ts';
import { problemSaid } from '../../language/index.ts';
import type { AttemptEvent } from '../../model/delivery.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { deliveryView, reasonIn } from './campaign.ts';
import { forgetCounts } from './counts.ts';
import { type Bench, benchOf, nameOf, page } from './parts.ts';
import { WORDS } from './words.ts';

/** Decided by people, one by one: more on a page help nobody. */
const PAGE = 50;

/** `/mail/uncertain`: each letter in doubt with all that is known of it. */
export function uncertainPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const bench = await benchOf(shop, visit);
    const found = await bench.ledger.deliveriesIn('UNCERTAIN', PAGE + 1);
    const shown = found.slice(0, PAGE);
    const letters = await Promise.all(
      shown.map(async (one) => ({
        ...deliveryView(one, bench),
        delivery: one.delivery,
        edition: one.edition,
        list: one.list,
        campaign: `/mail/campaigns/${one.campaign}`,
        evidence: (await bench.ledger.attempts(one.delivery)).map((event) => eventView(event, bench)),
      })),
    );
    return {
      page: 'mail-uncertain',
      title: bench.say.words.uncertain,
      view: page(
        bench.say,
        {
          letters,
          more: found.length > PAGE ? filled(bench.say.words.more, { count: PAGE }) : '',
        },
        'uncertain',
      ),
    };
  };
}

function eventView(event: AttemptEvent, { say, at, why }: Bench): View {
  const reply = [event.code === 0 ? '' : String(event.code), event.enhanced, event.text]
    .filter(Boolean)
    .join(' ');
  return {
    at: at(event.at),
    what: say.kinds[event.kind],
    state: say.states[event.state],
    marks: [event.phase, event.queueId, event.owner].filter((part) => part !== '').join(' · '),
    reply: why(reply),
  };
}

const SAID = ['sent', 'again'] as const;

/** Somebody's word on one letter or several. What cannot be changed is named, and the others are. */
export function resolveUncertain(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { words } = WORDS[visit.language];
    const chosen = [...new Set(visit.all('delivery'))].slice(0, PAGE);
    if (chosen.length === 0) return { redirect: '/mail/uncertain', notice: words.chooseSome };
    const to = SAID.find((one) => one === visit.form.verdict);
    if (to === undefined)
      throw new AssayError('usage', {
        code: 'E_HTTP_FORM',
        where: 'verdict',
        message: 'expected sent or again.',
      });
    const reason = reasonIn(visit);
    const refused: string[] = [];
    for (const which of chosen) {
      try {
        await shop.app.deliveries.resolve({ which, to, reason, by: nameOf(visit) });
      } catch (error) {
        if (!(error instanceof AssayError)) throw error;
        refused.push(error.problems.map((one) => problemSaid(one, visit.language).text).join(' '));
      }
    }
    forgetCounts(shop);
    const done = filled(words.resolved, { count: chosen.length - refused.length });
    const not = filled(words.notResolved, { count: refused.length, why: refused[0] ?? '' });
    return { redirect: '/mail/uncertain', notice: refused.length === 0 ? done : `${done} ${not}` };
  };
}
