import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../database/dialect.ts';
import { shaped } from '../database/statement.ts';

/** Somebody an edition goes to. */
export interface Recipient {
  readonly key: string;
  readonly subscriber: number;
  /** They got, or may have got, an earlier edition of the week. */
  readonly corrected: boolean;
}

export interface Sources {
  readonly list: string;
  /** Campaigns of earlier editions of the week: who got one of those gets its correction. */
  readonly elders: readonly number[];
  /** Campaigns of the same edition to other lists: who is in one of those has got it. */
  readonly siblings: readonly number[];
}

interface Row {
  key: string;
  subscriber_id: number;
  corrected: number;
  wanted: number;
}

const BATCH = 4000;

/** In the order of their keys, a batch after another, each person once; walks along indexes only. */
export async function* recipients(tx: Tx, sources: Sources): AsyncGenerator<Recipient[]> {
  if (tx.dialect.alongIndex) await tx.dialect.alongIndex.execute(tx.db);
  const { list, elders, siblings } = sources;
  const batch = BATCHES([elders.length, siblings.length]);
  const told = { list, ...named('elder', elders), ...named('sibling', siblings) };
  let after = '';
  for (;;) {
    const rows = await batch.rows(tx, { ...told, after });
    yield rows
      .filter(({ wanted }) => wanted === 1)
      .map(({ key, subscriber_id: subscriber, corrected }) => ({
        key,
        subscriber,
        corrected: corrected === 1,
      }));
    const last = rows.at(-1);
    // Fewer than a batch: no source had more.
    if (last === undefined || rows.length < BATCH) return;
    after = last.key;
  }
}

function named(what: string, ids: readonly number[]): Record<string, number> {
  return Object.fromEntries(ids.map((id, at) => [`${what}_${at}`, id]));
}

const BATCHES = shaped<readonly [elders: number, siblings: number], Row, Record<string, string | number>>(
  ([elders, siblings]) =>
    (value) =>
      batchOf(value, elders, siblings),
);

/** The first of each source are enough: the first of them all are among those. */
function batchOf(
  value: (name: string) => RawBuilder<unknown>,
  elders: number,
  siblings: number,
): RawBuilder<Row> {
  const limit = sql.lit(BATCH);
  const numbered = (what: string, many: number) =>
    Array.from({ length: many }, (_, at) => value(`${what}_${at}`));
  const arms = [
    sql`select * from (select key, subscriber_id, 0 as corrected, 1 as listed from subscriber_list
      where list = ${value('list')} and key > ${value('after')} order by key limit ${limit}) as of_list`,
    ...numbered('elder', elders).map(
      (elder, at) => sql`select * from (select key, subscriber_id,
          case when state in ('ACCEPTED', 'UNCERTAIN', 'IN_DATA') or (doubted = 1 and state <> 'BOUNCED')
            then 1 else 0 end as corrected, 0 as listed
        from delivery where campaign_id = ${elder} and key > ${value('after')} order by key limit ${limit})
        as ${sql.raw(`of_elder_${at}`)}`,
    ),
  ];
  const elsewhere =
    siblings === 0
      ? sql``
      : sql`and not exists (select 1 from delivery d where d.campaign_id in (${sql.join(numbered('sibling', siblings))}) and d.key = f.key)`;
  return sql<Row>`with found as materialized (
      select key, subscriber_id, max(corrected) as corrected, max(listed) as listed
      from (${sql.join(arms, sql` union all `)}) as arms group by key, subscriber_id order by key limit ${limit})
    select f.key, f.subscriber_id, f.corrected,
      case when s.state = 'active' and (f.listed = 1 or f.corrected = 1) ${elsewhere} then 1 else 0 end as wanted
    from found f cross join subscriber s where s.id = f.subscriber_id order by f.key`;
}
