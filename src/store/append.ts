import { CompiledQuery, type Insertable, type Kysely } from 'kysely';
import type { Observation } from '../model/observation.ts';
import type { Instant } from '../model/time.ts';
import { readVintages } from './read.ts';
import type { ObservationTable, Tables } from './schema.ts';

export interface AppendedFile {
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What an import changed: values new, known already, and different from what was known. */
export interface Appended {
  readonly added: number;
  readonly same: number;
  readonly revised: number;
}

/** Eight parameters each; larger statements take SQLite longer to prepare than they save. */
const ROWS_A_STATEMENT = 200;

interface Newest {
  readonly vintage: number;
  readonly value: string;
  readonly status: string;
}

/** Adds what is news against the newest vintage of each series and date. Runs inside the caller's transaction. */
export async function appendObservations(
  db: Kysely<Tables>,
  file: AppendedFile,
  observations: readonly Observation[],
  knownAt: Instant,
): Promise<Appended> {
  const newest = await newestOf(db, observations);
  const news: Array<{ readonly observation: Observation; readonly vintage: number }> = [];
  let revised = 0;
  for (const observation of observations) {
    const { series, date, value, status } = observation;
    const dates = newest.get(series) ?? new Map<string, Newest>();
    const before = dates.get(date);
    if (before?.value === value && before.status === status) continue;
    if (before) revised += 1;
    const vintage = (before?.vintage ?? 0) + 1;
    news.push({ observation, vintage });
    dates.set(date, { vintage, value, status });
    newest.set(series, dates);
  }
  const counts = { added: news.length - revised, same: observations.length - news.length, revised };
  const { id } = await db
    .insertInto('import')
    .values({ label: file.label, sha256: file.sha256, bytes: file.bytes, ...counts, known_at: knownAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  await insert(
    db,
    news.map(({ observation: { series, date, value, status, place }, vintage }) => ({
      series,
      date,
      vintage,
      value,
      status,
      import_id: id,
      row_number: place.row,
      column_number: place.column ?? 0,
    })),
  );
  return counts;
}

async function newestOf(
  db: Kysely<Tables>,
  observations: readonly Observation[],
): Promise<Map<string, Map<string, Newest>>> {
  const newest = new Map<string, Map<string, Newest>>();
  const series = [...new Set(observations.map((one) => one.series))];
  let [from, to] = [observations[0]?.date ?? '', observations[0]?.date ?? ''];
  for (const { date } of observations) {
    if (date < from) from = date;
    if (date > to) to = date;
  }
  if (series.length === 0) return newest;
  for (const one of await readVintages(db, { series, from, to })) {
    const dates = newest.get(one.series) ?? new Map<string, Newest>();
    // Vintages come in order: the last one stays.
    dates.set(one.date, one);
    newest.set(one.series, dates);
  }
  return newest;
}

async function insert(db: Kysely<Tables>, rows: ReadonlyArray<Insertable<ObservationTable>>): Promise<void> {
  let text: string | undefined;
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const some = rows.slice(start, start + ROWS_A_STATEMENT);
    if (some.length === ROWS_A_STATEMENT && text !== undefined) {
      // The columns' order is that of the first statement's rows, and all rows are made alike.
      await db.executeQuery(CompiledQuery.raw(text, some.flatMap(Object.values)));
      continue;
    }
    const query = db.insertInto('observation').values(some).compile();
    if (some.length === ROWS_A_STATEMENT) text = query.sql;
    await db.executeQuery(query);
  }
}
