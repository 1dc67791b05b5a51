import { existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { LATER_COLUMNS, type Tables } from './schema.ts';
import { knownVersion } from './version.ts';

/**
 * Lays an empty store in memory over a store's file: both are read as one, what is written goes into memory and is
 * gone at the end. Nothing is copied, however large the file is.
 */
export async function overlay(memory: Kysely<Tables>, file: string, label: string): Promise<void> {
  await attach(memory, file);
  const version = await knownVersion(memory, 'disk', label);
  if (version === undefined) return;
  const older =
    version > 1 ? [] : LATER_COLUMNS.map(([column, value]) => sql`, ${sql.lit(value)} as ${sql.ref(column)}`);
  // A temporary view is found before tables of its name; what is written names the schema.
  await sql`create temp view import as
    select * ${sql.join(older, sql``)} from disk.import union all select * from main.import`.execute(memory);
  await sql`create temp view observation as
    select * from disk.observation union all select * from main.observation`.execute(memory);
}

/** Lets go of the file, so that its log is put away with it. */
export async function release(memory: Kysely<Tables>): Promise<void> {
  await sql`drop view if exists temp.import`.execute(memory);
  await sql`drop view if exists temp.observation`.execute(memory);
  await sql`detach database disk`.execute(memory);
}

/**
 * SQLite puts two small files beside one it reads, and takes them away again. Where it may not (a folder of others, a
 * read-only disk) the file is read as one that nobody is changing, which holds unless a log with changes lies there.
 */
async function attach(memory: Kysely<Tables>, file: string): Promise<void> {
  try {
    await sql`attach database ${file} as disk`.execute(memory);
    await sql`select count(*) from disk.sqlite_master`.execute(memory);
  } catch (error) {
    const raw = error instanceof Error && 'rawCode' in error ? Number(error.rawCode) % 256 : 0;
    const hasLog = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
    if ((raw !== 8 && raw !== 14) || hasLog) throw error;
    await sql`detach database disk`.execute(memory).catch(() => undefined);
    await sql`attach database ${`${pathToFileURL(file).href}?mode=ro&immutable=1`} as disk`.execute(memory);
  }
}
