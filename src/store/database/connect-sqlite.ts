import { Kysely, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { remembering } from '../connect.ts';
import { storeFailure } from '../failure.ts';
import { SQLITE } from './dialect.ts';
import type { Holding } from './holding.ts';
import { openSession, patiently, type Session } from './session.ts';
import { knownVersion, makeTables } from './version.ts';

/** The driver's own waiting; see `patiently`. */
const BUSY_MS = 2;
const BUSY_CODES: ReadonlySet<number> = new Set([5, 6]);

/** Opens a file or `:memory:`, and makes the tables where there are none. Throws AssayError. */
export async function openSqlite(file: string, label: string, holding: Holding): Promise<Session> {
  const failure = (error: unknown): unknown => storeFailure(error, label, holding.remedy);
  try {
    return await open(file, label, holding, failure);
  } catch (error) {
    throw failure(error);
  }
}

function isBusy(error: unknown): boolean {
  const raw = error instanceof Error && 'rawCode' in error ? error.rawCode : undefined;
  return typeof raw === 'number' && BUSY_CODES.has(raw % 256);
}

async function open(
  file: string,
  label: string,
  holding: Holding,
  failure: (error: unknown) => unknown,
): Promise<Session> {
  const driver = new Database(file, { timeout: BUSY_MS });
  const db = new Kysely<unknown>({
    dialect: new SqliteDialect({ database: remembering(driver, holding.statements) }),
  });
  const close = async (): Promise<void> => {
    // The driver lets go of the file only when its statements are collected: the log is emptied before.
    await sql`pragma busy_timeout = 0`.execute(db).catch(() => undefined);
    await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => undefined);
    await db.destroy();
  };
  const rest = async (): Promise<void> => {
    await sql`pragma cache_size = ${sql.lit(-holding.cache)}`.execute(db);
    await sql`pragma shrink_memory`.execute(db);
  };
  const session = openSession({ db, dialect: SQLITE, isPassing: () => false, isBusy, failure, rest, close });
  try {
    await sql`pragma busy_timeout = ${sql.lit(BUSY_MS)}`.execute(db);
    const version = await session.read((tx) => knownVersion(tx, holding, label));
    // Only now: it writes into the file, and what is not ours stays as it is.
    await patiently(() => sql`pragma journal_mode = wal`.execute(db), isBusy);
    // What was acknowledged is there after a power cut.
    await sql`pragma synchronous = full`.execute(db);
    await sql`pragma cache_size = ${sql.lit(-holding.cache)}`.execute(db);
    if (version === undefined)
      await session.change(async (tx) => {
        // Another process may have been faster.
        if ((await knownVersion(tx, holding, label)) === undefined) await makeTables(tx, holding);
      });
    return session;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
