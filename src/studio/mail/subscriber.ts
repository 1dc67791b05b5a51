import type { Language } from '../../model/language.ts';
import { LETTER_FORMATS, type Subscriber, type Wishes } from '../../model/subscriber.ts';
import type { View } from '../../render/view.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { filled } from '../filled.ts';
import { offeredMetals } from '../readers/offer.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { deliveryView, reasonIn } from './campaign.ts';
import { absent, benchOf, nameOf, numberIn, page } from './parts.ts';
import { personLine } from './subscribers.ts';
import { type MailWords, WORDS } from './words.ts';

const DELIVERIES = 26;

/** `/mail/subscribers/:id`: what one person wishes, what befell them, what they were sent. */
export function subscriberPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const bench = await benchOf(shop, visit);
    const { ledger, say, at, why } = bench;
    const person = await personOf(ledger, visit);
    const { id, key } = person;
    return {
      page: 'mail-subscriber',
      title: person.address,
      view: page(say, {
        ...personLine(person, bench),
        action: `/mail/subscribers/${id}`,
        isActive: person.state === 'active',
        wishes: await wishesView(shop, person, visit.language, say),
        history: (await ledger.subscribers.history(id)).map((event) => ({
          at: at(event.at),
          what: say.events[event.what],
          by: say.writers[event.by] ?? event.by,
          reason: why(event.reason),
          edition: event.edition,
        })),
        deliveries: (await ledger.deliveriesTo(key, DELIVERIES)).map((one) => ({
          ...deliveryView(one, bench),
          edition: one.edition,
          list: one.list,
          campaign: `/mail/campaigns/${one.campaign}`,
        })),
      }),
    };
  };
}

/** Throws AssayError missing of a number that is nobody's. */
async function personOf(ledger: Ledger, visit: Visit): Promise<Subscriber> {
  const id = numberIn(visit, 'id');
  const found = await ledger.subscribers.byId(id);
  if (found === undefined) throw absent(`nobody has the number ${id}`);
  return found;
}

/** `/mail/subscribers/new`. */
export function newSubscriberPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { say } = await benchOf(shop, visit);
    const { languages } = (await shop.desk()).config;
    const nobody: Wishes = {
      name: '',
      language: languages[0] ?? 'en',
      timeZone: '',
      metals: [],
      format: 'pdf',
      lists: ['weekly'],
    };
    return {
      page: 'mail-new',
      title: say.words.addOne,
      view: page(say, { wishes: await wishesView(shop, nobody, visit.language, say) }),
    };
  };
}

/** The fields of a form of wishes. */
async function wishesView(shop: Shop, wishes: Wishes, language: Language, say: MailWords): Promise<View> {
  const { config, catalog } = await shop.desk();
  return {
    name: wishes.name,
    zone: wishes.timeZone,
    lists: wishes.lists.join(', '),
    languages: config.languages.map((one) => ({
      value: one,
      label: { en: 'English', zh: '中文' }[one],
      isChosen: one === wishes.language,
    })),
    formats: LETTER_FORMATS.map((one) => ({
      value: one,
      label: say.formats[one],
      isChosen: one === wishes.format,
    })),
    metals: offeredMetals(catalog, language).map(({ id, name }) => ({
      value: id,
      label: name,
      isChosen: wishes.metals.includes(id),
    })),
  };
}

/** The wishes of a form as people type them. */
function typedIn(visit: Visit) {
  const { form } = visit;
  const metals = visit.all('metals').join(',');
  return {
    name: form.name,
    language: form.language,
    timeZone: form.zone,
    metals: metals === '' ? 'all' : metals,
    format: form.format,
    lists: form.lists,
  };
}

/** A new person, or other wishes of a known one. */
export function addSubscriber(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { words } = WORDS[visit.language];
    const typed = typedIn(visit);
    const { subscriber } = await shop.app.subscribers.add({
      address: visit.form.address ?? '',
      // What is left empty is as the desk has it.
      wishes: { ...typed, name: typed.name || undefined, timeZone: typed.timeZone || undefined },
      resubscribe: false,
      by: nameOf(visit),
    });
    return {
      redirect: `/mail/subscribers/${subscriber.id}`,
      notice: filled(words.added, { address: subscriber.address }),
    };
  };
}

/** Other wishes, whatever their state: to write to them again is another wish. */
export function saveWishes(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { ledger, say } = await benchOf(shop, visit);
    const person = await personOf(ledger, visit);
    const { what } = await shop.app.subscribers.wish({
      address: person.address,
      wishes: typedIn(visit),
      by: nameOf(visit),
    });
    const notice = what === 'same' ? say.words.taken : say.words.saved;
    return { redirect: `/mail/subscribers/${person.id}`, notice };
  };
}

export function removeSubscriber(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { ledger, say } = await benchOf(shop, visit);
    const { id, address } = await personOf(ledger, visit);
    await shop.app.subscribers.remove({ address, reason: reasonIn(visit), by: nameOf(visit) });
    return { redirect: `/mail/subscribers/${id}`, notice: filled(say.words.removed, { address }) };
  };
}

/** Written to again, though they left or their mail came back. */
export function returnSubscriber(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { ledger, say } = await benchOf(shop, visit);
    const { id, address } = await personOf(ledger, visit);
    const nothing = {
      name: undefined,
      language: undefined,
      timeZone: undefined,
      metals: undefined,
      format: undefined,
      lists: undefined,
    };
    const reason = reasonIn(visit);
    await shop.app.subscribers.add({
      address,
      wishes: nothing,
      resubscribe: true,
      reason,
      by: nameOf(visit),
    });
    return { redirect: `/mail/subscribers/${id}`, notice: filled(say.words.added, { address }) };
  };
}
