import { sql } from 'kysely';
import type { Subscriber, SubscriberEvent } from '../../model/subscriber.ts';
import { rowsOf } from '../database/rows.ts';
import type { Session } from '../database/session.ts';
import type { SubscriberQuery, Subscribers } from './index.ts';
import { SUBSCRIBER, type SubscriberRow, toSubscriber } from './rows.ts';
import { eventMark, latestIn, listCounts, subscriberPage } from './subscriber-page.ts';
import { subscriberWriting } from './subscriber-writing.ts';

/** People a batch. */
const BATCH = 1000;

/** Those of one ledger; see `Subscribers`. */
export function openSubscribers(session: Session): Subscribers {
  const one = async (where: ReturnType<typeof sql>): Promise<Subscriber | undefined> => {
    const query = sql<SubscriberRow>`select ${SUBSCRIBER} from subscriber s where ${where}`;
    const [row] = await session.read((tx) => rowsOf(tx, query));
    return row && toSubscriber(row);
  };
  return {
    change: (work, keep = () => true) => session.once((tx) => work(subscriberWriting(tx)), keep),
    byKey: (key) => one(sql`s.key = ${key}`),
    byId: (id) => one(sql`s.id = ${id}`),
    all: (query = {}) => inBatches(session, query),
    count: async ({ list, state } = {}) => {
      const query = sql<{ people: number }>`select count(*) as people from subscriber s where
        ${list === undefined ? sql`1 = 1` : sql`exists (select 1 from subscriber_list l where l.list = ${list} and l.key = s.key)`}
        and ${state === undefined ? sql`1 = 1` : sql`s.state = ${state}`}`;
      const [row] = await session.read((tx) => rowsOf(tx, query));
      return row?.people ?? 0;
    },
    page: (query) => session.read((tx) => subscriberPage(tx, query)),
    lists: () => session.read(listCounts),
    latest: (state, limit) => session.read((tx) => latestIn(tx, state, limit)),
    mark: () => session.read(eventMark),
    history: (id) =>
      session.read((tx) =>
        rowsOf(
          tx,
          sql<SubscriberEvent>`select at, what, actor as "by", reason, edition from subscriber_event
            where subscriber_id = ${id} order by id`,
        ),
      ),
  };
}

async function* inBatches(session: Session, { list, state }: SubscriberQuery): AsyncGenerator<Subscriber[]> {
  let after = '';
  for (;;) {
    const from =
      list === undefined
        ? sql`select id, key from subscriber where key > ${after} order by key limit ${sql.lit(BATCH)}`
        : sql`select subscriber_id as id, key from subscriber_list where list = ${list} and key > ${after}
            order by key limit ${sql.lit(BATCH)}`;
    const rows = await session.read((tx) =>
      rowsOf(
        tx,
        sql<SubscriberRow>`with walked as materialized (${from})
          select ${SUBSCRIBER} from walked w join subscriber s on s.id = w.id order by w.key`,
      ),
    );
    const people = rows.map(toSubscriber).filter((one) => state === undefined || one.state === state);
    if (people.length > 0) yield people;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.key;
  }
}
