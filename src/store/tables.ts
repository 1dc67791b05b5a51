import { type Kysely, sql } from 'kysely';
import type { Vintage } from '../model/observation.ts';
import { beginImport } from './append.ts';
import { asReader, connect, immediately } from './connect.ts';
import { readExtents, readNewestDate, readSeriesIds } from './extent.ts';
import { storeFailure } from './failure.ts';
import type { Store, Writing } from './index.ts';
import { readNewest } from './newest.ts';
import { overlay, release } from './overlay.ts';
import { type ImportRecord, type Numbered, readImports, readVintages } from './read.ts';
import type { Tables } from './schema.ts';

/** The tables of a store, with its schema brought up to date. Throws AssayError; `label` is what messages call the file. */
export async function openTables(file: string, label: string): Promise<Kysely<Tables>> {
  return connect(file, label).catch((error: unknown) => {
    throw storeFailure(error, label);
  });
}

/** A store in memory over a store's file, which must exist. */
export async function openOver(file: string, label: string): Promise<Store> {
  const memory = await openTables(':memory:', label);
  try {
    // One connection: views and attached files belong to it.
    await overlay(memory, file, label);
  } catch (error) {
    await memory.destroy();
    throw storeFailure(error, label);
  }
  const store = guarded(memory, label, asReader);
  return {
    ...store,
    close: async () => {
      await release(memory).catch(() => undefined);
      await store.close();
    },
  };
}

/** The store over its tables; the driver's errors become ones people can act on. */
export function guarded(db: Kysely<Tables>, label: string, within = immediately): Store {
  const guard = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw storeFailure(error, label);
    });
  const transaction: Store['transaction'] = (work, keep) =>
    guard(within(db, (connection) => work(writing(connection)), keep));
  return {
    importOf: (name, sha256, mapping = '') => guard(newestImportOf(db, name, sha256, mapping)),
    imports: () => guard(readImports(db)),
    transaction,
    append: (file, observations, knownAt) =>
      transaction(async (store) => {
        const writer = await store.begin(file, knownAt);
        await writer.append(observations);
        return writer.end();
      }),
    observations: async (query = {}) => newestOnly(await guard(readVintages(db, query))),
    revisions: async (series) => revisedOnly(await guard(readVintages(db, { series: [series] }))),
    newestDate: (through) => guard(readSeriesIds(db).then((series) => readNewestDate(db, series, through))),
    seriesIds: () => guard(readSeriesIds(db)),
    close: async () => {
      // The driver lets go of the file only when its statements are collected; until then the log would stand beside
      // it. It is emptied where no other process reads just now; what cannot be moved now is moved by the next.
      await sql`pragma busy_timeout = 0`.execute(db).catch(() => undefined);
      await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => undefined);
      await guard(db.destroy());
    },
  };
}

function writing(db: Kysely<Tables>): Writing {
  return {
    importOf: (name, sha256, mapping = '') => newestImportOf(db, name, sha256, mapping),
    begin: (file, knownAt) => beginImport(db, file, knownAt),
    extents: (series) => readExtents(db, series),
    newest: (keys) => readNewest(db, keys),
    observations: async (query) => newestOnly(await readVintages(db, query)),
  };
}

/** Only the newest import counts: a file changed back to what it once was is news again. */
async function newestImportOf(
  db: Kysely<Tables>,
  label: string,
  sha256: string,
  mapping: string,
): Promise<ImportRecord | undefined> {
  const newest = (await readImports(db, label)).at(-1);
  return newest?.sha256 === sha256 && newest.mapping === mapping ? newest : undefined;
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
