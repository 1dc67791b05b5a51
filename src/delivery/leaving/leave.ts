import type { Subscriber } from '../../model/subscriber.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { isTokenOf, type Key, type LinkPurpose, numberIn } from './tokens.ts';

/** Of no subscriber. */
const NOBODY = { id: 0, key: '' };

/**
 * Whose token it is; undefined of one that is not ours, or of nobody here. The same question and the same proof
 * are made of every token: nobody learns by the clock which of these it is.
 */
export async function subscriberOf(
  ledger: Pick<Ledger, 'subscribers'>,
  key: Key,
  token: string,
  purpose: LinkPurpose = 'unsubscribe',
): Promise<Subscriber | undefined> {
  const found = await ledger.subscribers.byId(numberIn(token) ?? NOBODY.id);
  return isTokenOf(key, token, found ?? NOBODY, purpose) ? found : undefined;
}

/** By which ways people leave themselves. */
export type Leaving = 'page' | 'one-click' | 'mail' | 'complaint';

/** Unsubscribes one; false where they had left before. Their wish is kept over anything else that befell the address. */
export function unsubscribe(
  ledger: Ledger,
  { key, id }: Pick<Subscriber, 'key' | 'id'>,
  how: { readonly by: Leaving; readonly reason: string; readonly now: Date },
): Promise<boolean> {
  return ledger.subscribers.change(
    async (writing) => {
      const now = (await writing.byKeys([key])).get(key);
      if (now === undefined || now.id !== id || now.state === 'unsubscribed') return false;
      await writing.setState(id, 'unsubscribed', how.by, how.reason, how.now.toISOString());
      return true;
    },
    (changed) => changed,
  );
}

/** For how long somebody who left by themselves may come back by the link they left by. */
const REGRET_MS = 24 * 60 * 60 * 1000;

/**
 * Whether the last thing that befell them is that they left by the page or with one click, at most a day ago, and were
 * mailed before. Who left by complaint or was taken off by the desk does not come back by a link; nor does a dead address.
 */
export async function mayReturn(ledger: Ledger, subscriber: Subscriber, now: Date): Promise<boolean> {
  if (subscriber.state !== 'unsubscribed') return false;
  const history = await ledger.subscribers.history(subscriber.id);
  const last = history.findLast(({ what }) => what !== 'changed' && what !== 'strike');
  if (last?.what !== 'unsubscribed' || !['page', 'one-click'].includes(last.by)) return false;
  const before = history.findLast(({ what }) =>
    ['added', 'resubscribed', 'restored', 'bounced'].includes(what),
  );
  if (before?.what === 'bounced') return false;
  const ago = now.getTime() - Date.parse(last.at);
  return ago >= -REGRET_MS && ago <= REGRET_MS;
}

/** Takes them back where `mayReturn`; false where nothing was changed. */
export async function resubscribe(ledger: Ledger, subscriber: Subscriber, now: Date): Promise<boolean> {
  if (!(await mayReturn(ledger, subscriber, now))) return false;
  const { key, id } = subscriber;
  return ledger.subscribers.change(
    async (writing) => {
      const current = (await writing.byKeys([key])).get(key);
      if (current?.id !== id || current.state !== 'unsubscribed' || current.since !== subscriber.since)
        return false;
      await writing.setState(id, 'active', 'page', 'taken back within a day', now.toISOString());
      return true;
    },
    (changed) => changed,
  );
}
