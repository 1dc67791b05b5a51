import { type Kysely, sql } from 'kysely';
import type { Vintage } from '../model/observation.ts';
import { appendObservations } from './append.ts';
import { connect, immediately, refuseNewer } from './connect.ts';
import { storeFailure } from './failure.ts';
import type { Store } from './index.ts';
import { type Numbered, readImports, readVintages } from './read.ts';
import type { Tables } from './schema.ts';

export async function openTables(file: string, label: string): Promise<Kysely<Tables>> {
  return connect(file, label).catch((error: unknown) => {
    throw storeFailure(error, label);
  });
}

/** A copy in memory of a store's file, which must exist. */
export async function copyTables(file: string, label: string): Promise<Kysely<Tables>> {
  const memory = await openTables(':memory:', label);
  try {
    await memory.connection().execute(async (db) => {
      await sql`attach database ${file} as disk`.execute(db);
      const disk = db.withSchema('disk');
      const tables = await sql<{
        name: string;
      }>`select name from disk.sqlite_master where type = 'table'`.execute(db);
      if (tables.rows.some((table) => table.name === 'schema_version')) {
        const found = await disk.selectFrom('schema_version').select('version').executeTakeFirst();
        refuseNewer(found?.version ?? 0, label);
        await db.insertInto('import').expression(disk.selectFrom('import').selectAll()).execute();
        await db.insertInto('observation').expression(disk.selectFrom('observation').selectAll()).execute();
      }
      await sql`detach database disk`.execute(db);
    });
    return memory;
  } catch (error) {
    await memory.destroy();
    throw storeFailure(error, label);
  }
}

/** The store over its tables; the driver's errors become ones people can act on. */
export function guarded(db: Kysely<Tables>, label: string): Store {
  const guard = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw storeFailure(error, label);
    });
  return {
    importOf: (name, sha256) =>
      guard(readImports(db)).then((all) => {
        // Only the newest counts: a file changed back to what it once was is news again.
        const newest = all.findLast((one) => one.label === name);
        return newest?.sha256 === sha256 ? newest : undefined;
      }),
    imports: () => guard(readImports(db)),
    append: (file, observations, knownAt) =>
      guard(immediately(db, (transaction) => appendObservations(transaction, file, observations, knownAt))),
    observations: async (query = {}) => newestOnly(await guard(readVintages(db, query))),
    revisions: async (series) => revisedOnly(await guard(readVintages(db, { series: [series] }))),
    newestDate: async (through) => {
      const query = db
        .selectFrom('observation')
        .select((select) => select.fn.max('date').as('newest'))
        .where('date', '<=', through)
        .where('status', 'not in', ['provisional', 'missing']);
      // Without rows the maximum is null, whatever the driver's types say.
      return (await guard(query.executeTakeFirst()))?.newest ?? undefined;
    },
    seriesIds: async () => {
      const rows = await guard(
        db.selectFrom('observation').select('series').distinct().orderBy('series').execute(),
      );
      return rows.map((row) => row.series);
    },
    close: async () => {
      // The driver lets go of the file only when its statements are collected; until then the log would stand beside
      // it. A passive checkpoint waits for nobody, and what it cannot move now is moved by the next.
      await sql`pragma wal_checkpoint(passive)`.execute(db).catch(() => undefined);
      await guard(db.destroy());
    },
  };
}

function isKeyOf(a: Numbered | undefined, b: Numbered | undefined): boolean {
  return a !== undefined && a.date === b?.date && a.series === b.series;
}

function newestOnly(vintages: readonly Numbered[]): Vintage[] {
  return vintages.filter((one, at) => !isKeyOf(one, vintages[at + 1]));
}

function revisedOnly(vintages: readonly Numbered[]): Vintage[] {
  return vintages.filter((one, at) => isKeyOf(one, vintages[at + 1]) || isKeyOf(one, vintages[at - 1]));
}
