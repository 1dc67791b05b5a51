import type { Effects } from '../../effects.ts';
import { AssayError, quoted } from '../../errors.ts';
import { parseAddress } from '../../model/address-grammar.ts';
import { type Delivery, isByEvidenceOnly } from '../../model/delivery.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import type { Ledger, Resolution } from '../../store/ledger/index.ts';
import { unsubscribe } from '../leaving/leave.ts';
import type { Fate } from './fate.ts';
import type { Reported } from './reply.ts';
import type { ReplyEnd, Tally } from './tally.ts';

/** What believing a message needs. */
export interface Believing {
  readonly ledger: Ledger;
  readonly effects: Effects;
  readonly tally: Tally;
  readonly dryRun: boolean;
  /** Of a dry run: what would be written by now. */
  readonly wouldBe: Set<string>;
}

/** What proven messages change. `delivery` may be the beginning of its id. */
export const believe = {
  report: (delivery: string, recipients: readonly Reported[], where: string, at: Believing) =>
    withDelivery(delivery, where, at, (found) => settle(found, fateFor(found, recipients), where, at)),

  fate: (delivery: string, fate: Fate, where: string, at: Believing) =>
    withDelivery(delivery, where, at, (found) => settle(found, fate, where, at)),

  complaint: (delivery: string, type: string, where: string, at: Believing) =>
    withDelivery(delivery, where, at, async ({ address, edition }) => {
      if (type === 'not-spam') return 'other';
      const key = keyOf(address);
      const subscriber = key === undefined ? undefined : await at.ledger.subscribers.byKey(key);
      if (subscriber === undefined) return 'known';
      const reason = `complained of ${edition} as ${type === '' ? 'abuse' : shown(type, 40)}`;
      return leave(subscriber, 'complaint', reason, 'complained', where, at);
    }),

  unsubscribe: (subscriber: Subscriber, where: string, at: Believing) =>
    leave(subscriber, 'mail', 'asked by mail', 'unsubscribed', where, at),
};

async function withDelivery(
  id: string,
  where: string,
  { ledger, tally }: Believing,
  work: (delivery: Delivery) => Promise<ReplyEnd>,
): Promise<ReplyEnd> {
  const delivery = await ledger.delivery(id);
  if (delivery !== undefined) return work(delivery);
  tally.tell(
    'W_BOUNCE_UNKNOWN',
    where,
    `is about delivery ${id}…, which this ledger does not have. Was it restored from a copy? Nothing was changed.`,
  );
  return 'unverified';
}

/**
 * Of a report that names several (an alias that leads to many): the one that is the letter's own recipient, else the
 * fate they share. That others behind an address did not get it says nothing of the address.
 */
function fateFor({ address }: Delivery, recipients: readonly Reported[]): Fate {
  const key = keyOf(address);
  const own = recipients.find(({ addresses }) => addresses.some((one) => keyOf(one) === key));
  if (own !== undefined) return own.fate;
  const [one, ...others] = recipients.map(({ fate }) => fate);
  if (one === undefined || others.some(({ what }) => what !== one.what))
    return { what: 'unclear', enhanced: '', code: 0, text: '', strike: undefined, ours: false };
  // Somebody behind the address is gone; the address itself may yet be mended.
  return one.strike === 'gone' ? { ...one, strike: 'strike' } : one;
}

async function settle(delivery: Delivery, fate: Fate, where: string, at: Believing): Promise<ReplyEnd> {
  if (fate.what === 'delayed') return 'delayed';
  if (fate.what === 'unclear') return 'known';
  if (fate.what === 'passed') {
    const { state, attempts } = delivery;
    const waits = attempts > 0 && isByEvidenceOnly(state, 'ACCEPTED');
    if (state !== 'UNCERTAIN' && !waits) return 'known';
    if (!(await write(delivery, 'ACCEPTED', fate, at))) return 'known';
    at.tally.tell(
      'I_BOUNCE_PASSED',
      where,
      `${delivery.address}: ${delivery.edition} was delivered; ${waits ? 'not sent again' : 'no longer uncertain'}.`,
    );
    return 'accepted';
  }
  if (['PLANNED', 'CLAIMED', 'IN_DATA', 'DEFERRED'].includes(delivery.state)) {
    const message = `${delivery.address}: ${delivery.edition} came back, but is still being sent (${delivery.state}). Read it again when the campaign is finished.`;
    at.tally.tell('W_BOUNCE_EARLY', where, message);
    return 'early';
  }
  if (delivery.state !== 'ACCEPTED' && delivery.state !== 'UNCERTAIN') return 'known';
  if (!(await write(delivery, 'BOUNCED', fate, at))) return 'known';
  await tellBounce(delivery, fate, where, at);
  return 'bounced';
}

async function write(
  delivery: Delivery,
  to: 'ACCEPTED' | 'BOUNCED',
  fate: Fate,
  { ledger, effects, dryRun, wouldBe }: Believing,
): Promise<boolean> {
  if (dryRun) {
    const isNew = !wouldBe.has(delivery.delivery);
    wouldBe.add(delivery.delivery);
    return isNew;
  }
  const resolution: Resolution = {
    delivery: delivery.delivery,
    to,
    kind: 'evidence',
    by: 'dsn',
    reason: to === 'ACCEPTED' ? 'reported as delivered' : `came back: ${said(fate)}`,
    reply: { code: fate.code, enhanced: fate.enhanced, text: shown(fate.text, 300) },
    ...(fate.strike === undefined || to !== 'BOUNCED' ? {} : { strike: fate.strike }),
  };
  try {
    await ledger.resolve(resolution, effects.now().toISOString());
    return true;
  } catch (error) {
    // Another reader of the same mailbox was faster.
    if (error instanceof AssayError && error.problems[0]?.code === 'E_DELIVERY_STATE') return false;
    throw error;
  }
}

async function tellBounce(delivery: Delivery, fate: Fate, where: string, at: Believing): Promise<void> {
  const { address, edition } = delivery;
  if (fate.ours) {
    const message = `${address}: ${edition} was refused for what we are or send, not for the address: ${said(fate)}. It stays on the list. See SPF, DKIM, the sender's reputation and the letter's size.`;
    at.tally.tell('W_BOUNCE_OURS', where, message);
    return;
  }
  const key = keyOf(address);
  const state = key === undefined || at.dryRun ? undefined : (await at.ledger.subscribers.byKey(key))?.state;
  const since =
    state === 'bounced'
      ? ` No longer mailed; undo: assay subscribers add ${address} --resubscribe --reason "…".`
      : fate.strike === undefined
        ? ' Not counted against the address.'
        : '';
  at.tally.tell('I_BOUNCE', where, `${address}: ${edition} came back: ${said(fate)}.${since}`);
}

async function leave(
  subscriber: Subscriber,
  by: 'complaint' | 'mail',
  reason: string,
  end: 'complained' | 'unsubscribed',
  where: string,
  { ledger, effects, dryRun, wouldBe, tally }: Believing,
): Promise<ReplyEnd> {
  const key = `subscriber ${subscriber.id}`;
  const isNew = dryRun
    ? subscriber.state !== 'unsubscribed' && !wouldBe.has(key)
    : await unsubscribe(ledger, subscriber, { by, reason, now: effects.now() });
  wouldBe.add(key);
  if (!isNew) return 'known';
  tally.tell('I_BOUNCE_LEFT', where, `${subscriber.address}: ${reason}; unsubscribed.`);
  return end;
}

function keyOf(address: string): string | undefined {
  const parsed = parseAddress(address);
  return 'key' in parsed ? parsed.key : undefined;
}

function said({ enhanced, code, text }: Fate): string {
  const number = enhanced || (code > 0 ? String(code) : '');
  return (
    [number, text === '' ? '' : quoted(text)].filter((part) => part !== '').join(' ') || 'no reason given'
  );
}

/** Somebody else's words, on one line. */
function shown(text: string, most: number): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, most);
}
