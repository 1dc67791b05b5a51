import { type Kysely, sql } from 'kysely';
import type { IsoDate } from '../model/time.ts';
import type { Tables } from './schema.ts';

/** The days between which a series is known, and its newest value. */
export interface Extent {
  readonly first: IsoDate;
  readonly last: IsoDate;
  readonly newest: string;
}

/** The extents of those series that have any observation: four steps down the index each, whatever the table's size. */
export async function readExtents(
  db: Kysely<Tables>,
  series: readonly string[],
): Promise<Map<string, Extent>> {
  const { rows } = await sql<{
    series: string;
    first: string | null;
    last: string;
    newest: string;
  }>`select wanted.value as series,
      (select date from observation where series = wanted.value order by date limit 1) as first,
      (select date from observation where series = wanted.value order by date desc limit 1) as last,
      (select value from observation where series = wanted.value order by date desc, vintage desc limit 1) as newest
    from json_each(${JSON.stringify(series)}) as wanted`.execute(db);
  return new Map(
    rows.flatMap(
      ({ series: id, first, last, newest }): Array<[string, Extent]> =>
        first === null ? [] : [[id, { first, last, newest }]],
    ),
  );
}

/** Series that have any observation, in order; from each to the next by the index, never over the rows between. */
export async function readSeriesIds(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ series: string }>`with recursive
    known(series) as (
      select * from (select series from observation order by series limit 1)
      union all
      select (select series from observation where observation.series > known.series order by series limit 1)
      from known where known.series is not null
    )
    select series from known where series is not null`.execute(db);
  return rows.map((row) => row.series);
}

/** The newest day up to `through` on which any of the series was observed; forecasts are not. */
export async function readNewestDate(
  db: Kysely<Tables>,
  series: readonly string[],
  through: IsoDate,
): Promise<IsoDate | undefined> {
  const { rows } = await sql<{ newest: string | null }>`select
      (select date from observation
        where series = wanted.value and date <= ${through} and status not in ('provisional', 'missing')
        order by date desc limit 1) as newest
    from json_each(${JSON.stringify(series)}) as wanted`.execute(db);
  return rows.reduce<IsoDate | undefined>(
    (latest, { newest }) => (newest !== null && (latest === undefined || newest > latest) ? newest : latest),
    undefined,
  );
}
