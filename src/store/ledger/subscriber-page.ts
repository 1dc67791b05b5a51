import { type RawBuilder, sql } from 'kysely';
import { SUBSCRIBER_STATES, type Subscriber, type SubscriberState } from '../../model/subscriber.ts';
import { type Dialect, storable, type Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { ListCount, SubscriberPage, SubscriberPageQuery } from './index.ts';
import { SUBSCRIBER, type SubscriberRow, toSubscriber } from './rows.ts';

/** Of those who come next so many are looked at before all are. */
const NEAR = 1000;

/** See Subscribers.page. */
export async function subscriberPage(tx: Tx, query: SubscriberPageQuery): Promise<SubscriberPage> {
  const { after, before, limit } = query;
  const isBack = before !== '';
  const rows = (await nearRows(tx, query)) ?? (await rowsOf(tx, pageRows(query, idsOf(tx, query))));
  const more = rows.length > limit;
  const some = rows.slice(0, limit).map(toSubscriber);
  const people = isBack ? some.reverse() : some;
  const [first, last] = [people[0]?.key ?? '', people.at(-1)?.key ?? ''];
  return {
    people,
    before: (isBack ? more : after !== '') ? first : '',
    after: (isBack ? true : more) ? last : '',
  };
}

/** What is often found fills a page by a few who come next; undefined where it does not. */
async function nearRows(tx: Tx, query: SubscriberPageQuery): Promise<SubscriberRow[] | undefined> {
  if (query.search === '') return undefined;
  const { beyond, way } = wayOf(query);
  const near = sql`(select s.id, s.key, s.name, s.state from subscriber s where s.key ${beyond}
    order by s.key ${way} limit ${sql.lit(NEAR)}) as s`;
  const ids = sql`select s.id, s.key from ${near} where ${fits(tx, query)}
    order by s.key ${way} limit ${query.limit + 1}`;
  const rows = await rowsOf(tx, pageRows(query, ids));
  return rows.length > query.limit ? rows : undefined;
}

/** The rows are read once it is known which: what is sorted on the way is narrow. */
function pageRows(query: SubscriberPageQuery, ids: RawBuilder<unknown>): RawBuilder<SubscriberRow> {
  return sql`with found as materialized (${ids})
    select ${SUBSCRIBER} from found join subscriber s on s.id = found.id order by found.key ${wayOf(query).way}`;
}

function wayOf({ after, before }: SubscriberPageQuery): {
  readonly beyond: RawBuilder<unknown>;
  readonly way: RawBuilder<unknown>;
} {
  return before === ''
    ? { beyond: sql`> ${storable(after)}`, way: sql`asc` }
    : { beyond: sql`< ${storable(before)}`, way: sql`desc` };
}

function idsOf(tx: Tx, query: SubscriberPageQuery): RawBuilder<unknown> {
  const { list, state, search, after, before, limit } = query;
  const { beyond, way } = wayOf(query);
  const end = sql`${way} limit ${limit + 1}`;
  // Nearly everybody is active: a walk along the keys is soon at its end.
  if (search === '' && (state === undefined || state === 'active'))
    return list === undefined
      ? sql`select s.id, s.key from subscriber s where ${inState(query)} and s.key ${beyond} order by s.key ${end}`
      : sql`select s.id, l.key from subscriber_list l join subscriber s on s.id = l.subscriber_id
          where l.list = ${list} and l.key ${beyond} and ${inState(query)} order by l.key ${end}`;
  // Few may fit: all are looked at in the order they lie in. To go to each by its key takes far longer.
  const lying = tx.dialect.kind === 'sqlite' ? sql`+s.key` : sql`s.key || ''`;
  const isFirst = after === '' && before === '';
  return sql`select s.id, s.key from subscriber s where ${isFirst ? sql`1 = 1` : sql`${lying} ${beyond}`}
    and ${fits(tx, query)} order by ${lying} ${end}`;
}

function inState({ state }: SubscriberPageQuery): RawBuilder<unknown> {
  return state === undefined ? sql`1 = 1` : sql`s.state = ${state}`;
}

function fits({ dialect }: Tx, query: SubscriberPageQuery): RawBuilder<unknown> {
  const { list, search } = query;
  const onList =
    list === undefined
      ? sql`1 = 1`
      : sql`exists (select 1 from subscriber_list l where l.list = ${list} and l.key = s.key)`;
  return sql`${inState(query)} and ${search === '' ? sql`1 = 1` : found(dialect.kind, search)} and ${onList}`;
}

/** Keys are in small letters; capitals of a name are told apart from small ones beyond ASCII only, on both databases. */
function found(kind: Dialect['kind'], text: string): RawBuilder<unknown> {
  const part = storable(text).toLowerCase();
  const like = `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  return kind === 'sqlite'
    ? sql`(instr(s.key, ${part}) > 0 or s.name like ${like} escape '\\')`
    : sql`(strpos(s.key, ${part}) > 0 or strpos(lower(s.name), ${part}) > 0)`;
}

/** See Subscribers.lists. Those who are active are what is left of all: they are not looked at one by one. */
export async function listCounts(tx: Tx): Promise<ListCount[]> {
  const rows = await rowsOf(
    tx,
    sql<{ list: string; state: SubscriberState | ''; people: number }>`
      select list, '' as state, count(*) as people from subscriber_list group by list
      union all select l.list, s.state, count(*) from subscriber s
        cross join subscriber_list l where l.subscriber_id = s.id and s.state <> 'active' group by l.list, s.state`,
  );
  const lists = rows.filter(({ state }) => state === '').map(({ list }) => list);
  return lists.sort().flatMap((list) => {
    const of = (state: SubscriberState | ''): number =>
      rows.find((row) => row.list === list && row.state === state)?.people ?? 0;
    const [unsubscribed, bounced] = [of('unsubscribed'), of('bounced')];
    const counts = { active: of('') - unsubscribed - bounced, unsubscribed, bounced };
    return SUBSCRIBER_STATES.filter((state) => counts[state] > 0).map((state) => ({
      list,
      state,
      people: counts[state],
    }));
  });
}

/** See Subscribers.latest. */
export async function latestIn(tx: Tx, state: SubscriberState, limit: number): Promise<Subscriber[]> {
  const rows = await rowsOf(
    tx,
    sql<SubscriberRow>`select ${SUBSCRIBER} from subscriber s where s.state = ${state}
      order by s.since desc, s.id desc limit ${limit}`,
  );
  return rows.map(toSubscriber);
}

/** See Subscribers.mark. */
export async function eventMark(tx: Tx): Promise<number> {
  const [row] = await rowsOf(tx, sql<{ mark: number | null }>`select max(id) as mark from subscriber_event`);
  return row?.mark ?? 0;
}
