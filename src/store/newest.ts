import { type Kysely, sql } from 'kysely';
import type { IsoDate } from '../model/time.ts';
import type { Tables } from './schema.ts';

export interface Key {
  readonly series: string;
  readonly date: IsoDate;
}

/** The newest vintage of a series and date. */
export interface Newest {
  readonly vintage: number;
  readonly value: string;
  readonly status: string;
}

/** The newest vintage of each key that has any. All in one text: a cell at a time the driver takes longer than SQLite. */
export async function readNewest<K extends Key>(
  db: Kysely<Tables>,
  keys: readonly K[],
): Promise<Map<K, Newest>> {
  if (keys.length === 0) return new Map();
  const wanted = JSON.stringify(keys.map(({ series, date }) => [series, date]));
  const { rows } = await sql<{ found: string | null }>`select
      group_concat(wanted.key || ' ' || vintage || ' ' || observation.value || ' ' || status, ' ') as found
    from json_each(${wanted}) as wanted cross join observation
      on observation.series = wanted.value ->> 0 and observation.date = wanted.value ->> 1`.execute(db);
  const newest = new Map<K, Newest>();
  const words = (rows[0]?.found ?? '').split(' ');
  for (let at = 0; at + 3 < words.length; at += 4) {
    const key = keys[Number(words[at])];
    const vintage = Number(words[at + 1]);
    if (key === undefined || (newest.get(key)?.vintage ?? 0) > vintage) continue;
    newest.set(key, { vintage, value: words[at + 2] ?? '', status: words[at + 3] ?? '' });
  }
  return newest;
}
