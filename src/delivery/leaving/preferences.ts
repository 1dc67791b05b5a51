import type { Effects } from '../../effects.ts';
import type { Language } from '../../model/language.ts';
import type { LetterFormat, Subscriber, Wishes } from '../../model/subscriber.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { isSame } from '../subscribers/merged.ts';
import { mayReturn, resubscribe, subscriberOf, unsubscribe } from './leave.ts';
import type { Key } from './mail-key.ts';

/** What a desk lets its readers choose from. */
export interface Offer {
  readonly languages: readonly Language[];
  /** `link` only where there is something to link to. */
  readonly formats: readonly LetterFormat[];
  /** Ids of metals and groups. */
  readonly metals: readonly string[];
}

/** What our form sends. Nothing ticked among the metals is all of them. */
export interface PreferencesForm {
  readonly action: string;
  readonly language: string;
  readonly format: string;
  readonly metals: readonly string[];
  /** Of those they are on, the lists they stay on. */
  readonly lists: readonly string[];
}

export interface PreferencesContext {
  readonly ledger: Ledger;
  readonly key: Key;
  readonly offer: Offer;
  readonly effects: Pick<Effects, 'now'>;
}

export type PreferencesAnswer =
  /** The link is not one of ours, or of nobody any more. */
  | { readonly outcome: 'unknown' }
  | {
      readonly outcome: /** Nothing was changed. */
        | 'shown'
        | 'saved'
        | 'left'
        | 'returned'
        /** Not what our form sends; nothing was changed. */
        | 'form'
        /** No list was left ticked; nothing was changed. */
        | 'lists';
      readonly subscriber: Subscriber;
      /** Whether a button offers to take the leaving back. */
      readonly mayReturn: boolean;
    };

/**
 * `/p/<token>`: shows what somebody wishes and, given the form, changes it. Looking changes nothing. Every token that
 * does not hold is answered alike, after the same work. Throws what the ledger does.
 */
export async function handlePreferences(
  token: string,
  form: PreferencesForm | undefined,
  context: PreferencesContext,
): Promise<PreferencesAnswer> {
  const { ledger, key, effects } = context;
  const subscriber = await subscriberOf(ledger, key, token, 'preferences');
  if (subscriber === undefined) return { outcome: 'unknown' };
  const now = effects.now();
  const outcome = form === undefined ? 'shown' : await change(subscriber, form, context, now);
  const after = (await ledger.subscribers.byId(subscriber.id)) ?? subscriber;
  return { outcome, subscriber: after, mayReturn: await mayReturn(ledger, after, now) };
}

async function change(
  subscriber: Subscriber,
  form: PreferencesForm,
  { ledger, offer }: PreferencesContext,
  now: Date,
): Promise<'shown' | 'saved' | 'left' | 'returned' | 'form' | 'lists'> {
  switch (form.action) {
    case 'leave':
      await unsubscribe(ledger, subscriber, { by: 'page', reason: 'on the page of their wishes', now });
      return 'left';
    case 'return':
      return (await resubscribe(ledger, subscriber, now)) ? 'returned' : 'shown';
    case 'save':
      return save(subscriber, form, offer, ledger, now);
    default:
      return 'form';
  }
}

async function save(
  { id, key }: Subscriber,
  form: PreferencesForm,
  offer: Offer,
  ledger: Ledger,
  now: Date,
): Promise<'saved' | 'form' | 'lists'> {
  const language = offer.languages.find((one) => one === form.language);
  const format = offer.formats.find((one) => one === form.format);
  if (language === undefined || format === undefined) return 'form';
  if (form.metals.some((metal) => !offer.metals.includes(metal))) return 'form';
  const metals = offer.metals.filter((metal) => form.metals.includes(metal));
  return ledger.subscribers.change(async (writing) => {
    const known = (await writing.byKeys([key])).get(key);
    if (known?.id !== id) return 'form';
    const lists = known.lists.filter((list) => form.lists.includes(list));
    // To be on none is to leave, and that is another button.
    if (lists.length === 0) return 'lists';
    const wished: Wishes = { name: known.name, timeZone: known.timeZone, language, format, metals, lists };
    const person = { ...wished, address: known.address, key };
    if (!isSame(person, known)) await writing.update([{ ...person, id }], 'preferences', now.toISOString());
    return 'saved';
  });
}
