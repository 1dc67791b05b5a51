import { Kysely, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { createTables, migrateTables, SCHEMA_VERSION, type Tables } from './schema.ts';
import { knownVersion } from './version.ts';

/** How long to wait for another process's transaction: an import of a million rows and more. */
const BUSY_MS = 15_000;

/** Opens a file or `:memory:`, and makes the tables where there are none. Throws the driver's errors as they come. */
export async function connect(file: string, label: string): Promise<Kysely<Tables>> {
  const driver = new Database(file, { timeout: BUSY_MS });
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: remembering(driver) }) });
  try {
    await sql`pragma busy_timeout = ${sql.lit(BUSY_MS)}`.execute(db);
    const version = await knownVersion(db, 'main', label);
    // Only now: it writes into the file, and what is not ours stays as it is.
    await sql`pragma journal_mode = wal`.execute(db);
    // Each commit reaches the disk: an import that was reported is there after a power cut.
    await sql`pragma synchronous = full`.execute(db);
    // 16 MB, whatever the file's size: enough for the leaves that an import of all series writes to in turn.
    await sql`pragma cache_size = -16000`.execute(db);
    if (version === undefined) await immediately(db, createTables);
    else if (version < SCHEMA_VERSION) await immediately(db, migrateTables);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * A transaction, undone where `keep` does not want its result. It takes the right to write at once: one that reads
 * first and writes later fails when another process wrote in between.
 */
export function immediately<T>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<T>,
  keep?: (result: T) => boolean,
): Promise<T> {
  return within('begin immediate', db, work, keep);
}

/**
 * The same over a file that is only read: it takes the right to write nowhere but in memory. Two pages of one process
 * that took it of the file would wait for each other, as the driver lets nothing else happen while it waits.
 */
export function asReader<T>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<T>,
  keep?: (result: T) => boolean,
): Promise<T> {
  return within('begin', db, work, keep);
}

function within<T>(
  begin: 'begin' | 'begin immediate',
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<T>,
  keep: (result: T) => boolean = () => true,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql.raw(begin).execute(connection);
    try {
      const result = await work(connection);
      await (keep(result) ? sql`commit` : sql`rollback`).execute(connection);
      return result;
    } catch (error) {
      // SQLite has rolled back already after some errors (a full disk); a second time is an error of its own.
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

/** Statements are prepared once: an import runs the same one hundreds of times. Keeps the first `most`. */
export function remembering(
  driver: Database.Database,
  most = 50,
): {
  prepare(text: string): Database.Statement;
  close(): void;
} {
  const prepared = new Map<string, Database.Statement>();
  return {
    prepare: (text) => {
      const known = prepared.get(text);
      if (known) return known;
      const statement = driver.prepare(text);
      // Asked before each run, of the database each time.
      Object.defineProperty(statement, 'reader', { value: statement.reader });
      if (prepared.size < most) prepared.set(text, statement);
      return statement;
    },
    close: () => {
      prepared.clear();
      driver.close();
    },
  };
}
