import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { AssayError } from '../../errors.ts';
import { POSTGRES } from './dialect.ts';
import { isPassing, postgresFailure } from './failure-postgres.ts';
import type { Holding } from './holding.ts';
import { preparing } from './preparing.ts';
import { openSession, type Session } from './session.ts';
import { knownVersion, makeTables } from './version.ts';

/**
 * Session settings. The tables lie in a schema of their own, so that what else is in the database does not matter; a
 * commit has reached the disk whatever the server's default is; who is frozen in the midst of a transaction loses it.
 */
const SETTINGS = {
  synchronous_commit: 'on',
  lock_timeout: '60s',
  // Shorter, so that who waits for a frozen one's locks outlives it.
  idle_in_transaction_session_timeout: '20s',
  // Where nothing has been counted yet it would be read whole for each batch of a walk along its order.
  enable_bitmapscan: 'off',
};

/** Connections at once; a sender's writes come one after another, the pages of `assay serve` beside it. */
const MOST = 5;
const CONNECT_MS = 10_000;

/** Opens the database of a `postgres://` address, and makes the tables where there are none. Throws AssayError. */
export async function openPostgres(place: string, holding: Holding): Promise<Session> {
  const { connectionString, label } = addressOf(place, holding.schema);
  const failure = (error: unknown): unknown => postgresFailure(error, label, holding.schema);
  try {
    const pool = new pg.Pool({
      connectionString,
      max: MOST,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: 'assay',
      types: { getTypeParser },
    });
    // A connection that breaks says so to whoever uses it; without these it would end the process as well.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: preparing(pool, holding.statements) }),
    });
    const session = openSession({
      db,
      dialect: POSTGRES,
      isPassing,
      // It waits itself, by `lock_timeout`.
      isBusy: () => false,
      failure,
      // Its pages lie with the server.
      rest: async () => undefined,
      close: () => db.destroy(),
    });
    try {
      await makeOnce(session, holding, label);
      return session;
    } catch (error) {
      await db.destroy();
      throw error;
    }
  } catch (error) {
    throw failure(error);
  }
}

async function makeOnce(session: Session, holding: Holding, label: string): Promise<void> {
  if ((await session.read((tx) => knownVersion(tx, holding, label))) !== undefined) return;
  await session.change(async (tx) => {
    await tx.dialect.lock(holding.making)?.execute(tx.db);
    if ((await knownVersion(tx, holding, label)) !== undefined) return;
    const { schema } = holding;
    const { rows } = await sql`select 1 from pg_catalog.pg_namespace where nspname = ${schema}`.execute(
      tx.db,
    );
    // Asked first: to make one "if it is not there" needs the right to make one, even where it is.
    if (rows.length === 0) await sql`create schema ${sql.id(schema)}`.execute(tx.db);
    await makeTables(tx, holding);
  });
}

const INT8 = 20;

/** Counts come as int8, which the driver gives as text: none of ours is beyond a double. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text');
}

/** The address with our settings, and how people see it: without user, password and options. */
function addressOf(place: string, schema: string): { connectionString: string; label: string } {
  try {
    const url = new URL(place);
    const options = Object.entries({ search_path: schema, ...SETTINGS }).map(
      ([name, value]) => `-c ${name}=${value}`,
    );
    const given = url.searchParams.get('options');
    url.searchParams.set('options', [...(given ? [given] : []), ...options].join(' '));
    const host = url.hostname || url.searchParams.get('host') || '';
    const label = `postgres://${host}${url.port && `:${url.port}`}${url.pathname}`;
    return { connectionString: url.href.replaceAll('+', '%20'), label };
  } catch (error) {
    throw new AssayError(
      'config',
      {
        code: 'E_DB_URL',
        where: 'DATABASE_URL',
        message:
          'not an address of a database. Expected postgres://user:password@host:5432/name, with signs such as @ : / # % in the password written as %40 %3A %2F %23 %25.',
      },
      // The cause would hold the address, and with it the password.
      error instanceof AssayError ? { cause: error } : {},
    );
  }
}
