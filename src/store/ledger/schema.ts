import { sql } from 'kysely';
import type { Dialect, Tx } from '../database/dialect.ts';
import { type Holding, IDENTITY, TEXT } from '../database/holding.ts';
import { refusals } from './triggers.ts';

export const LEDGER: Holding = {
  what: 'a ledger',
  schema: 'assay',
  version: 1,
  known: ['instance', 'campaign', 'delivery'],
  remedy:
    'Restore it from a copy: nothing is sent from it then before an operator has looked, and subscribers live nowhere else.',
  cache: 8_000,
  statements: 200,
  making: 1,
  make,
};

/**
 * Times are ISO text, '' where there is none; lists of words are JSON. Rows of `edition`, `attempt` and
 * `subscriber_event` are only ever added; a delivery's state moves by TRANSITIONS alone and no delivery vanishes.
 */
async function make({ db, dialect }: Tx): Promise<void> {
  for (const statement of [...tables(dialect.kind), ...refusals(dialect.kind)])
    await sql.raw(statement).execute(db);
  const id =
    dialect.kind === 'sqlite'
      ? sql`lower(hex(randomblob(16)))`
      : sql`replace(cast(gen_random_uuid() as text), '-', '')`;
  await sql`insert into instance (one, id, epoch, seen_at, key_fingerprint) values (1, ${id}, 0, '', '')`.execute(
    db,
  );
}

function tables(kind: Dialect['kind']): string[] {
  const id = IDENTITY[kind];
  const text = `${TEXT[kind]} not null`;
  const number = 'integer not null';
  // Rows lie in the order of their key: half the space, and one step less to find them.
  const compact = kind === 'sqlite' ? ' without rowid' : '';
  return [
    `create table instance (one integer primary key check (one = 1), id ${text}, epoch ${number}, seen_at ${text},
      key_fingerprint ${text})`,
    `create table edition (edition ${text} primary key, manifest ${text}, published_at ${text}, recorded_at ${text})`,
    // turn: how many times the state changed. A claim notes it: what was known then is known for good.
    `create table subscriber (id ${id}, key ${text} unique, address ${text}, name ${text}, language ${text},
      time_zone ${text}, metals ${text}, format ${text}, lists ${text}, state ${text}
      check (state in ('active', 'unsubscribed', 'bounced')), reason ${text}, since ${text}, turn ${number})`,
    // The key again, so that a list is read in its order.
    `create table subscriber_list (list ${text}, key ${text}, subscriber_id ${number},
      primary key (list, key))${compact}`,
    'create index subscriber_list_by_subscriber on subscriber_list (subscriber_id)',
    `create table subscriber_event (id ${id}, subscriber_id ${number}, at ${text},
      what ${text}, actor ${text}, reason ${text}, edition ${text}, turn ${number})`,
    'create index subscriber_event_by_subscriber on subscriber_event (subscriber_id, id)',
    `create table campaign (id ${id}, edition ${text}, week ${text}, version ${number}, list ${text}, manifest ${text},
      list_hash ${text}, planned ${number}, state ${text} check (state in ('open', 'paused', 'finished', 'cancelled')),
      reason ${text}, created_at ${text}, deadline ${text}, finished_at ${text}, unique (edition, list))`,
    'create index campaign_by_week on campaign (week, version)',
    `create index campaign_unfinished on campaign (deadline) where state in ('open', 'paused')`,
    // next_at: '' while it was never deferred; kept while claimed, so that what is given back is what it was.
    // doubted: was UNCERTAIN once, so that somebody may have got it whatever became of it later.
    `create table delivery (id ${id}, delivery_id ${text} unique, campaign_id ${number},
      subscriber_id ${number}, key ${text},
      state ${text}, owner ${text}, lease_until ${text}, fence ${number},
      attempts ${number}, next_at ${text}, corrected ${number}, doubted ${number}, turn ${number}, reason ${text},
      changed_at ${text}, unique (campaign_id, key))`,
    'create index delivery_due on delivery (campaign_id, state, next_at, id)',
    `create index delivery_held on delivery (owner, lease_until) where state in ('CLAIMED', 'IN_DATA')`,
    // `number` is of the delivery's row: shorter than its name. turn: the subscriber's, at the claim. The same told
    // again, after a commit of unknown fate, is the same row.
    `create table attempt (number ${number}, n ${number}, fence ${number}, kind ${text}
      check (kind in ('intent', 'outcome', 'evidence', 'operator')), state ${text},
      at ${text}, phase ${text}, code ${number}, enhanced ${text}, reply ${text}, queue_id ${text}, owner ${text},
      turn ${number}, primary key (number, n, fence, kind, state))${compact}`,
  ];
}
