import { basename, dirname, join } from 'node:path';
import type { Holding } from './holding.ts';
import type { Session } from './session.ts';

/**
 * Opens the PostgreSQL database of a `postgres://` or `postgresql://` address, else a file or `:memory:`, and makes the
 * tables where there are none. The driver is loaded here. Throws AssayError: unavailable E_DB_UNAVAILABLE, permission
 * E_DB_PERMISSION, config E_DB_URL, E_DB_VERSION, E_DB_FOREIGN, and what `openStore` does.
 */
export async function openDatabase(place: string, holding: Holding): Promise<Session> {
  if (/^postgres(?:ql)?:/i.test(place)) {
    const { openPostgres } = await import('./connect-postgres.ts');
    return openPostgres(place, holding);
  }
  const { openSqlite } = await import('./connect-sqlite.ts');
  return openSqlite(place, labelOf(place), holding);
}

/** `data/ledger.db`: people know it by this, and absolute paths say more than they should. */
function labelOf(file: string): string {
  return file === ':memory:' ? file : join(basename(dirname(file)), basename(file));
}
