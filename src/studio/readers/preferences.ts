import {
  handlePreferences,
  type PreferencesAnswer,
  type PreferencesForm,
} from '../../delivery/leaving/preferences.ts';
import type { Desk } from '../../desk.ts';
import type { Language } from '../../model/language.ts';
import { HTML_LANGUAGE, type View } from '../../render/view.ts';
import { pagePolicy, wordsPage } from '../page.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { offeredMetals, offerOf } from './offer.ts';
import { WORDS } from './words.ts';

/** Nobody changes their wishes more often; who guesses links does. */
const PER_MINUTE = 30;

/** `/p/<token>`: what a reader wishes. Needs no account, no cookie and no script. Only POST changes anything. */
export function readerRoutes(shop: Shop): Route[] {
  const common = { url: '/p/:token', access: 'public', perMinute: PER_MINUTE } as const;
  return [
    { ...common, method: 'GET', handle: (visit) => answerTo(shop, visit, undefined) },
    { ...common, method: 'POST', handle: (visit) => answerTo(shop, visit, formOf(visit)) },
  ];
}

function formOf(visit: Visit): PreferencesForm {
  const { action = '', language = '', format = '' } = visit.form;
  return { action, language, format, metals: visit.all('metals'), lists: visit.all('lists') };
}

const CHANGES: readonly string[] = ['saved', 'left', 'returned'];

/** Only of what was done: whoever knows no reader's link must not be able to fill the audit trail. */
async function tell(
  { office, effects }: Shop,
  { actor }: Visit,
  target: string,
  detail: string,
): Promise<void> {
  const at = effects.now().toISOString();
  await office.audit.append({ at, actor, action: 'reader.wish', target, outcome: 'done', detail });
}

async function answerTo(shop: Shop, visit: Visit, form: PreferencesForm | undefined): Promise<Answer> {
  const { mail, effects } = shop;
  const desk = await shop.desk();
  const answer: PreferencesAnswer =
    mail === undefined
      ? { outcome: 'unknown' }
      : await handlePreferences(tokenIn(visit), form, { ...mail, effects, offer: offerOf(desk) });
  if (answer.outcome === 'unknown')
    return html(shop, 404, wordsPage(shop.pages, shop.masthead, 'unknown', visit.language));
  const { outcome, subscriber } = answer;
  if (CHANGES.includes(outcome)) await tell(shop, visit, `subscriber ${subscriber.id}`, outcome);
  const status = outcome === 'form' || outcome === 'lists' ? 400 : 200;
  return html(shop, status, shop.pages.render('reader-wishes', viewOf(shop, desk, answer)));
}

/** Mail programs make what stands behind a link a part of it. */
function tokenIn({ params }: Visit): string {
  return (params.token ?? '').replace(/[^A-Za-z0-9_-]+$/, '');
}

function html({ pages }: Shop, status: number, body: string): Answer {
  return {
    body,
    type: 'text/html; charset=utf-8',
    status,
    // Without a referrer a browser could not say that the form is this page's own.
    headers: { 'content-security-policy': pagePolicy(pages), 'referrer-policy': 'same-origin' },
  };
}

function viewOf(
  { masthead }: Shop,
  desk: Desk,
  { outcome, subscriber, mayReturn }: Exclude<PreferencesAnswer, { outcome: 'unknown' }>,
): View {
  const { language, address, state, format, lists, metals } = subscriber;
  const words = WORDS[language];
  const named = (text: string): string => text.replace('{address}', () => address);
  const offer = offerOf(desk);
  return {
    lang: HTML_LANGUAGE[language],
    language,
    masthead: masthead.title[language],
    sender: masthead.name[language],
    words,
    told: outcome === 'shown' ? '' : words.outcomes[outcome],
    failed: outcome === 'form' || outcome === 'lists',
    line: named(state === 'active' ? words.sentTo : words.states[state]),
    languages: offer.languages.map((one) => ({
      value: one,
      label: LANGUAGE_NAMES[one],
      isChosen: one === language,
    })),
    formats: offer.formats.map((one) => ({
      value: one,
      label: words.formats[one],
      isChosen: one === format || (one === 'pdf' && !offer.formats.includes(format)),
    })),
    metals: offeredMetals(desk.catalog, language).map(({ id, name }) => ({
      value: id,
      label: name,
      isChosen: metals.includes(id),
    })),
    // Of one list there is nothing to choose.
    lists: lists.map((list) => ({ value: list, label: list })),
    severalLists: lists.length > 1,
    mayLeave: state !== 'unsubscribed',
    mayReturn,
  };
}

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };
