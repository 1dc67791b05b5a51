import { SUBSCRIBER_STATES, type Subscriber, type SubscriberState } from '../../model/subscriber.ts';
import type { View } from '../../render/view.ts';
import { LANGUAGE_NAMES } from '../frame/words.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type Bench, benchOf, page } from './parts.ts';

const PAGE = 50;
const LONGEST_SEARCH = 100;

/** What of the query narrows the list. */
interface Narrowed {
  readonly search: string;
  readonly list: string;
  readonly state: SubscriberState | '';
}

/** `/mail/subscribers`: people by address, searched and filtered, page by page. */
export function subscribersPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const bench = await benchOf(shop, visit);
    const { ledger, say } = bench;
    const narrowed = narrowedBy(visit);
    const { search, list, state } = narrowed;
    const found = await ledger.subscribers.page({
      search,
      ...(list === '' ? {} : { list }),
      ...(state === '' ? {} : { state }),
      after: visit.query.after ?? '',
      before: visit.query.before ?? '',
      limit: PAGE,
    });
    const isAll = search === '' && list === '' && state === '';
    return {
      page: 'mail-subscribers',
      title: say.words.subscribers,
      view: page(
        say,
        {
          search,
          list,
          isAll,
          people: found.people.map((one) => personLine(one, bench)),
          empty: isAll ? say.words.noSubscribers : say.words.nobody,
          states: SUBSCRIBER_STATES.map((one) => ({
            value: one,
            label: say.people[one],
            isChosen: one === state,
          })),
          before: found.before === '' ? '' : hrefOf(narrowed, { before: found.before }),
          after: found.after === '' ? '' : hrefOf(narrowed, { after: found.after }),
          exportHref: exportOf(narrowed),
        },
        'subscribers',
      ),
    };
  };
}

export function narrowedBy({ query }: Visit): Narrowed {
  return {
    search: [...(query.q ?? '').trim()].slice(0, LONGEST_SEARCH).join(''),
    list: (query.list ?? '').trim().slice(0, 40),
    state: SUBSCRIBER_STATES.find((one) => one === query.state) ?? '',
  };
}

function hrefOf({ search, list, state }: Narrowed, place: Readonly<Record<string, string>>): string {
  return `/mail/subscribers?${new URLSearchParams({ q: search, list, state, ...place })}`;
}

/** The list and the state narrow an export; what was searched for does not. */
function exportOf({ list, state }: Narrowed): string {
  return `/mail/subscribers/export?${new URLSearchParams({ list, state })}`;
}

export function personLine(one: Subscriber, { say, at, why }: Bench): View {
  return {
    href: `/mail/subscribers/${one.id}`,
    address: one.address,
    name: one.name,
    language: LANGUAGE_NAMES[one.language],
    format: say.formats[one.format],
    metals: one.metals.join(', '),
    lists: one.lists.join(', '),
    state: say.people[one.state],
    tone: one.state === 'active' ? 'good' : one.state === 'bounced' ? 'bad' : 'quiet',
    reason: why(one.reason),
    since: at(one.since),
  };
}
