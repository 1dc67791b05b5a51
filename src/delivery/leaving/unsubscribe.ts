import type { Effects } from '../../effects.ts';
import type { Language } from '../../model/language.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { formOf } from './form.ts';
import { mayReturn, resubscribe, subscriberOf, unsubscribe } from './leave.ts';
import type { Key } from './mail-key.ts';
import type { Holder } from './tokens.ts';

export interface UnsubscribeRequest {
  readonly method: string;
  /** Of the path: `/u/<token>`. */
  readonly token: string;
  /** As the header has it; '' where there is none. */
  readonly contentType: string;
  readonly body: string;
}

export interface UnsubscribeContext {
  readonly ledger: Ledger;
  /** Proves what only we can have written. */
  readonly key: Key;
  readonly effects: Pick<Effects, 'now'>;
}

/** What the answer says; how it looks is the studio's business. */
export interface UnsubscribeAnswer {
  readonly status: 200 | 400 | 404 | 405 | 415;
  readonly page: /** Shown before anything is changed. */
    | 'ask'
    /** They have left, just now or before. */
    | 'left'
    | 'returned'
    /** The link is not one of ours, or of nobody any more. */
    | 'unknown'
    /** Not what our form sends. */
    | 'form'
    | 'method';
  /** Whose link it is; undefined of an unknown one. */
  readonly language: Language | undefined;
  readonly address: string;
  /** Whether a button offers to take it back. */
  readonly mayReturn: boolean;
  /** Whom the token is for; undefined of an unknown one. */
  readonly holder?: Holder;
}

/** RFC 9110 15.5.6: a 405 says what may be asked. */
export const UNSUBSCRIBE_METHODS = 'GET, HEAD, POST';

/**
 * Answers `/u/<token>`. Only POST changes anything: programs that follow every link of a letter unsubscribe nobody. A
 * POST with `List-Unsubscribe=One-Click` (RFC 8058) or from our own page unsubscribes, at once and as often as one
 * likes; `action=return` takes back for a day. Every token that does not hold is answered alike, after the same work.
 * Throws what the ledger does.
 */
export async function handleUnsubscribe(
  request: UnsubscribeRequest,
  context: UnsubscribeContext,
): Promise<UnsubscribeAnswer> {
  const { ledger, effects } = context;
  const plain = { language: undefined, address: '', mayReturn: false } as const;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && request.method !== 'POST') return { ...plain, status: 405, page: 'method' };
  const wish = reads ? 'look' : wishOf(request);
  if (wish === 'type') return { ...plain, status: 415, page: 'form' };
  if (wish === undefined) return { ...plain, status: 400, page: 'form' };
  const subscriber = await subscriberOf(ledger, context.key, request.token);
  if (subscriber === undefined) return { ...plain, status: 404, page: 'unknown' };
  const { id } = subscriber;
  const now = effects.now();
  if (wish === 'return') {
    await resubscribe(ledger, subscriber, now);
    const after = (await ledger.subscribers.byId(id)) ?? subscriber;
    return shown(after, PAGE_OF[after.state], ledger, now);
  }
  if (wish === 'look')
    return shown(subscriber, subscriber.state === 'unsubscribed' ? 'left' : 'ask', ledger, now);
  const reason = wish === 'one-click' ? 'one-click of a mail program' : 'on the page of the letter';
  await unsubscribe(ledger, subscriber, { by: wish, reason, now });
  return shown((await ledger.subscribers.byId(id)) ?? subscriber, 'left', ledger, now);
}

/** After the wish to come back; a dead address does not by itself. */
const PAGE_OF = { active: 'returned', unsubscribed: 'left', bounced: 'ask' } as const;

async function shown(
  subscriber: Subscriber,
  page: 'ask' | 'left' | 'returned',
  ledger: Ledger,
  now: Date,
): Promise<UnsubscribeAnswer> {
  const { language, address } = subscriber;
  const may = page === 'left' && (await mayReturn(ledger, subscriber, now));
  return { status: 200, page, language, address, mayReturn: may, holder: subscriber };
}

type Wish = 'one-click' | 'page' | 'return';

function wishOf({ contentType, body }: UnsubscribeRequest): Wish | 'type' | undefined {
  const form = formOf(contentType, body);
  if (form === undefined) return 'type';
  if (form.get('List-Unsubscribe')?.toLowerCase() === 'one-click') return 'one-click';
  const action = form.get('action');
  return action === 'leave' ? 'page' : action === 'return' ? 'return' : undefined;
}
