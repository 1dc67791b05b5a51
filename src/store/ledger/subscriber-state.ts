import { sql } from 'kysely';
import type { SubscriberEvent, SubscriberState } from '../../model/subscriber.ts';
import type { EditionId, Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';

export interface StateChange {
  readonly id: number;
  readonly state: SubscriberState;
  readonly by: string;
  readonly reason: string;
  readonly now: Instant;
}

/**
 * Into another state, with a line of history; nothing where it is in that state already. Who has unsubscribed is not
 * made `bounced`: their wish would be forgotten when the bounce is undone. Back to active forgets strikes.
 */
export async function setState(tx: Tx, { id, state, by, reason, now }: StateChange): Promise<void> {
  const [before] = await rowsOf(
    tx,
    sql<{ state: SubscriberState; turn: number }>`select state, turn from subscriber where id = ${id}
      ${tx.dialect.forUpdate}`,
  );
  if (before === undefined || (before.state === 'unsubscribed' && state === 'bounced')) return;
  const event = { id, by, reason, now, edition: '' };
  if (before.state === state) {
    if (state === 'active' && (await strikesOf(tx, id)).length > 0)
      await addEvent(tx, { ...event, what: 'restored', turn: before.turn });
    return;
  }
  await sql`update subscriber set state = ${state}, reason = ${storable(reason)}, since = ${now}, turn = turn + 1
    where id = ${id}`.execute(tx.db);
  await addEvent(tx, { ...event, what: wordFor(before.state, state), turn: before.turn + 1 });
}

function wordFor(before: SubscriberState, after: SubscriberState): SubscriberEvent['what'] {
  if (after !== 'active') return after;
  return before === 'unsubscribed' ? 'resubscribed' : 'restored';
}

export interface Strike {
  readonly subscriber: number;
  readonly edition: EditionId;
  /** `gone` counts at once; a `strike` when it is the second, from another edition. */
  readonly weight: 'gone' | 'strike';
  readonly by: string;
  readonly reason: string;
}

/** A letter came back, or was refused, because of the address. */
export async function strike(
  tx: Tx,
  { subscriber: id, edition, weight, by, reason }: Strike,
  now: Instant,
): Promise<void> {
  const before = await strikesOf(tx, id);
  if (!before.includes(edition)) {
    const [row] = await rowsOf(
      tx,
      sql<{ turn: number }>`select turn from subscriber where id = ${id} ${tx.dialect.forUpdate}`,
    );
    await addEvent(tx, { id, by, reason, now, edition, what: 'strike', turn: row?.turn ?? 0 });
  }
  if (weight === 'gone' || before.some((other) => other !== edition))
    await setState(tx, { id, state: 'bounced', by, reason, now });
}

/** Editions that struck since somebody last said that the address is good. */
async function strikesOf(tx: Tx, id: number): Promise<EditionId[]> {
  const rows = await rowsOf(
    tx,
    sql<{ what: string; edition: string }>`select what, edition from subscriber_event
      where subscriber_id = ${id} and what in ('strike', 'restored', 'resubscribed') order by id`,
  );
  const last = rows.findLastIndex(({ what }) => what !== 'strike');
  return rows.slice(last + 1).map(({ edition }) => edition);
}

type NewEvent = Omit<StateChange, 'state'> &
  Pick<SubscriberEvent, 'what' | 'edition'> & { readonly turn: number };

async function addEvent(tx: Tx, { id, now, what, by, reason, edition, turn }: NewEvent): Promise<void> {
  await sql`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    values (${id}, ${now}, ${what}, ${storable(by)}, ${storable(reason)}, ${edition}, ${turn})`.execute(
    tx.db,
  );
}
