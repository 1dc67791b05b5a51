import { sql } from 'kysely';
import type { Subscriber } from '../../model/subscriber.ts';
import type { Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { NewSubscriber, SubscriberWriting } from './index.ts';
import { SUBSCRIBER, type SubscriberRow, toSubscriber } from './rows.ts';
import { setState } from './subscriber-state.ts';

/** So many go to the database as one text. */
const BATCH = 2000;

/** Within one transaction; see `SubscriberWriting`. */
export function subscriberWriting(tx: Tx): SubscriberWriting {
  return {
    byKeys: async (keys) => {
      const found = new Map<string, Subscriber>();
      for (const some of batches(keys)) for (const one of await byKeys(tx, some)) found.set(one.key, one);
      return found;
    },
    add: async (people, by, now) => {
      if (people.length > 1) await tx.dialect.manyRows?.execute(tx.db);
      for (const some of batches(people)) await add(tx, some, by, now);
    },
    update: async (people, by, now) => {
      for (const some of batches(people)) await update(tx, some, by, now);
    },
    setState: (id, state, by, reason, now) => setState(tx, { id, state, by, reason, now }),
  };
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += BATCH) yield all.slice(from, from + BATCH);
}

async function byKeys(tx: Tx, keys: readonly string[]): Promise<Subscriber[]> {
  const wanted = JSON.stringify(keys.map((key) => [storable(key)]));
  const rows = await rowsOf(
    tx,
    sql<SubscriberRow>`select ${SUBSCRIBER} from ${tx.dialect.batch(wanted)}
      cross join subscriber s where s.key = batch.value ->> 0`,
  );
  return rows.map(toSubscriber);
}

/** What is said of a person, in the order of the columns below; who it is comes first. */
function wishesOf(who: string | number, person: NewSubscriber): Array<string | number> {
  const lists = [...new Set(person.lists)].sort();
  return [
    who,
    person.address,
    person.name,
    person.language,
    person.timeZone,
    JSON.stringify(person.metals),
    person.format,
    JSON.stringify(lists),
  ].map((cell) => (typeof cell === 'string' ? storable(cell) : cell));
}

async function add(tx: Tx, people: readonly NewSubscriber[], by: string, now: Instant): Promise<void> {
  const { db, dialect } = tx;
  // Nearly always in order already; an index is filled faster from the left.
  const sorted = [...people].sort((a, b) => (a.key < b.key ? -1 : 1));
  const batch = dialect.batch(JSON.stringify(sorted.map((one) => wishesOf(one.key, one))));
  await sql`insert into subscriber
      (key, address, name, language, time_zone, metals, format, lists, state, reason, since, turn)
    select batch.value ->> 0, batch.value ->> 1, batch.value ->> 2, batch.value ->> 3, batch.value ->> 4,
      batch.value ->> 5, batch.value ->> 6, batch.value ->> 7, 'active', '', ${now}, 0
    from ${batch}`.execute(db);
  await intoLists(tx, people);
  const keys = dialect.batch(JSON.stringify(people.map((one) => [storable(one.key)])));
  await sql`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    select s.id, ${now}, 'added', ${storable(by)}, '', '', 0
    from ${keys} cross join subscriber s where s.key = batch.value ->> 0 order by s.id`.execute(db);
}

async function intoLists(tx: Tx, people: readonly NewSubscriber[]): Promise<void> {
  const pairs = people.flatMap((one) =>
    [...new Set(one.lists)].map((list) => [storable(list), storable(one.key)]),
  );
  if (pairs.length === 0) return;
  await sql`insert into subscriber_list (list, key, subscriber_id)
    select batch.value ->> 0, s.key, s.id from ${tx.dialect.batch(JSON.stringify(pairs))}
    cross join subscriber s where s.key = batch.value ->> 1`.execute(tx.db);
}

type Known = NewSubscriber & { readonly id: number };

async function update(tx: Tx, people: readonly Known[], by: string, now: Instant): Promise<void> {
  const { db, dialect } = tx;
  const ids = dialect.batch(JSON.stringify(people.map(({ id }) => [id])));
  const batch = dialect.batch(JSON.stringify(people.map((one) => wishesOf(one.id, one))));
  await sql`update subscriber set address = batch.value ->> 1, name = batch.value ->> 2,
      language = batch.value ->> 3, time_zone = batch.value ->> 4, metals = batch.value ->> 5,
      format = batch.value ->> 6, lists = batch.value ->> 7
    from ${batch} where subscriber.id = cast(batch.value ->> 0 as integer)`.execute(db);
  await sql`delete from subscriber_list where subscriber_id in
    (select cast(batch.value ->> 0 as integer) from ${ids})`.execute(db);
  await intoLists(tx, people);
  await sql`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    select s.id, ${now}, 'changed', ${storable(by)}, '', '', s.turn
    from ${ids} cross join subscriber s where s.id = cast(batch.value ->> 0 as integer) order by s.id`.execute(
    db,
  );
}
