import { nearestKnown } from '../delivery/subscribers/known.ts';
import { isSame, merged } from '../delivery/subscribers/merged.ts';
import { CODES, type Given, givenBy, trimmed } from '../delivery/subscribers/read-list.ts';
import { type WishField, wishReaders } from '../delivery/subscribers/wishes.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import type { Address } from '../model/address.ts';
import type { Subscriber, SubscriberEvent, SubscriberState, Wishes } from '../model/subscriber.ts';
import type { Ledger, SubscriberWriting } from '../store/ledger/index.ts';
import { keepLedger, openDeskLedger, openDeskLedgerAsIs } from './ledger.ts';
import {
  addressGiven,
  listNamed,
  reasonGiven,
  reasonToReturn,
  usualWishes,
  wishDesk,
} from './subscriber-request.ts';

/** Wishes as people type them; undefined where they say nothing. */
export type TypedWishes = { readonly [Field in WishField]: string | undefined };

export interface AddRequest {
  readonly address: string;
  readonly wishes: TypedWishes;
  readonly resubscribe: boolean;
  readonly reason?: string;
  /** Who asks for it; the desk where nobody is named. */
  readonly by?: string;
}

export interface WishRequest {
  readonly address: string;
  readonly wishes: TypedWishes;
  readonly by?: string;
}

export interface RemoveRequest {
  readonly address: string;
  readonly reason: string;
  readonly by?: string;
}

export interface SubscriberChanged {
  readonly what: 'added' | 'changed' | 'same' | 'resubscribed' | 'unsubscribed';
  readonly subscriber: Subscriber;
}

export interface SubscriberShown {
  readonly subscriber: Subscriber;
  /** Oldest first. */
  readonly history: readonly SubscriberEvent[];
}

/** In batches, by address. */
export async function* listSubscribers(
  desk: Desk,
  query: { readonly list?: string; readonly state?: SubscriberState },
): AsyncGenerator<Subscriber[], void> {
  const list = query.list === undefined ? undefined : listNamed(query.list, desk);
  const ledger = await openDeskLedgerAsIs(desk);
  try {
    yield* ledger.subscribers.all({ ...query, ...(list === undefined ? {} : { list }) });
  } finally {
    await ledger.close();
  }
}

/** One new person, or other wishes of a known one. Who left is not brought back without a reason: data E_SUB_OPTOUT. */
export async function addSubscriber(
  desk: Desk,
  request: AddRequest,
  effects: Effects,
): Promise<SubscriberChanged> {
  const address = addressGiven('subscribers add', request.address);
  const wishes = wishesGiven(request.wishes, desk);
  const reason = reasonToReturn(request);
  const { by = 'desk' } = request;
  const now = effects.now().toISOString();
  return changing(desk, address, effects, async (writing, known) => {
    const person = merged({ address, wishes }, known, usualWishes(desk), undefined);
    if (known === undefined) {
      await writing.add([person], by, now);
      return 'added';
    }
    if (known.state !== 'active' && reason === undefined) throw keptOut(known);
    const same = isSame(person, known);
    if (!same) await writing.update([{ ...person, id: known.id }], by, now);
    if (known.state === 'active') return same ? 'same' : 'changed';
    await writing.setState(known.id, 'active', by, reason ?? '', now);
    return 'resubscribed';
  });
}

/** Other wishes of a known person, in whatever state they are. */
export async function wishSubscriber(
  desk: Desk,
  request: WishRequest,
  effects: Effects,
): Promise<SubscriberChanged> {
  const address = addressGiven('subscribers wish', request.address);
  const { name, timeZone } = request.wishes;
  // A field left empty takes back what stood there.
  const cleared = { ...(name === '' ? { name: '' } : {}), ...(timeZone === '' ? { timeZone: '' } : {}) };
  const wishes = wishesGiven(withoutEmpty(request.wishes), desk);
  const { by = 'desk' } = request;
  return changing(desk, address, effects, async (writing, known) => {
    if (known === undefined) return undefined;
    const person = { ...merged({ address, wishes }, known, usualWishes(desk), undefined), ...cleared };
    if (isSame(person, known)) return 'same';
    await writing.update([{ ...person, id: known.id }], by, effects.now().toISOString());
    return 'changed';
  });
}

function withoutEmpty(typed: TypedWishes): TypedWishes {
  return { ...typed, name: typed.name || undefined, timeZone: typed.timeZone || undefined };
}

/** By their own wish, as the desk was told: they stay known, so that no import brings them back. */
export async function removeSubscriber(
  desk: Desk,
  request: RemoveRequest,
  effects: Effects,
): Promise<SubscriberChanged> {
  const address = addressGiven('subscribers remove', request.address);
  const reason = reasonGiven(request.reason);
  const { by = 'desk' } = request;
  return changing(desk, address, effects, async (writing, known) => {
    if (known === undefined) return undefined;
    if (known.state === 'unsubscribed') return 'same';
    await writing.setState(known.id, 'unsubscribed', by, reason, effects.now().toISOString());
    return 'unsubscribed';
  });
}

export async function showSubscriber(desk: Desk, text: string): Promise<SubscriberShown> {
  const { key } = addressGiven('subscribers show', text);
  const ledger = await openDeskLedgerAsIs(desk);
  try {
    const subscriber = await ledger.subscribers.byKey(key);
    if (subscriber === undefined) throw await unknown(ledger, key);
    return { subscriber, history: await ledger.subscribers.history(subscriber.id) };
  } finally {
    await ledger.close();
  }
}

/** One change in one transaction, and the person as they are then. */
async function changing(
  desk: Desk,
  { key }: Address,
  effects: Effects,
  work: (
    writing: SubscriberWriting,
    known: Subscriber | undefined,
  ) => Promise<SubscriberChanged['what'] | undefined>,
): Promise<SubscriberChanged> {
  const ledger = await openDeskLedger(desk);
  try {
    const what = await ledger.subscribers.change(async (writing) =>
      work(writing, (await writing.byKeys([key])).get(key)),
    );
    const subscriber = await ledger.subscribers.byKey(key);
    if (what === undefined || subscriber === undefined) throw await unknown(ledger, key);
    if (what === 'unsubscribed') await keepLedger(desk, ledger, effects);
    return { what, subscriber };
  } finally {
    await ledger.close();
  }
}

/** Throws AssayError usage with all that is wrong. */
function wishesGiven(typed: TypedWishes, desk: Desk): Given {
  const readers = wishReaders(wishDesk(desk));
  const problems: Problem[] = [];
  const read = <Field extends WishField>(field: Field): Wishes[Field] | undefined => {
    const text = typed[field];
    if (text === undefined) return undefined;
    const found = readers[field](trimmed(text));
    if ('value' in found) return found.value;
    problems.push({ code: CODES[field], where: OPTIONS[field], message: found.fault });
    return undefined;
  };
  const given = givenBy(read);
  if (problems.length > 0) throw new AssayError('usage', problems);
  return given;
}

const OPTIONS: Readonly<Record<WishField, string>> = {
  name: '--name',
  language: '--language',
  timeZone: '--zone',
  metals: '--metals',
  format: '--format',
  lists: '--list',
};

function keptOut({ address, state, since, reason }: Subscriber): AssayError {
  const day = since.slice(0, 10);
  const why = reason === '' ? '' : ` (${reason})`;
  const happened =
    state === 'bounced'
      ? `was taken off on ${day}${why}: mail to it came back`
      : `unsubscribed on ${day}${why}`;
  return new AssayError('data', {
    code: state === 'bounced' ? 'E_SUB_BOUNCED' : 'E_SUB_OPTOUT',
    where: 'subscribers add',
    message: `${address} ${happened}; nothing was changed. Use --resubscribe with a reason.`,
  });
}

async function unknown(ledger: Ledger, key: string): Promise<AssayError> {
  const near = await nearestKnown(ledger, key);
  const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  return new AssayError('missing', {
    code: 'E_SUB_UNKNOWN',
    where: 'subscribers',
    message: `nobody is known by ${quoted(key)}.${hint} "assay subscribers list" names them all.`,
  });
}
