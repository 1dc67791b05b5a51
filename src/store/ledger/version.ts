import { sql } from 'kysely';
import { AssayError, quoted } from '../../errors.ts';
import type { Tx } from './dialect.ts';
import { rowsOf } from './rows.ts';
import { LEDGER_VERSION } from './schema.ts';

/**
 * The version of a ledger; undefined where there are no tables yet. Reads only. Throws AssayError config E_DB_VERSION
 * for one of a newer program, and E_DB_FOREIGN for a database that is no ledger.
 */
export async function knownLedger(tx: Tx, label: string): Promise<number | undefined> {
  const tables = await rowsOf(
    tx,
    tx.dialect.kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master
          where type = 'table' and name not like 'sqlite|_%' escape '|' order by name`
      : sql<{ name: string }>`select cast(tablename as text) as name from pg_catalog.pg_tables
          where schemaname = 'assay' order by tablename`,
  );
  if (tables.length === 0) return undefined;
  const has = (name: string): boolean => tables.some((table) => table.name === name);
  // The store of observations has a version too, and none of these.
  if (has('schema_version') && has('instance') && has('campaign') && has('delivery')) {
    const [found] = await rowsOf(tx, sql<{ version: unknown }>`select version from schema_version`);
    if (typeof found?.version === 'number') {
      refuseNewer(found.version, label);
      return found.version;
    }
  }
  throw new AssayError('config', {
    code: 'E_DB_FOREIGN',
    where: label,
    message: `not a ledger of this program, or half of one (its tables: ${quoted(tables.map(({ name }) => name).join(', '))}). Nothing was changed. Move it away, or restore the desk's own from a copy.`,
  });
}

function refuseNewer(version: number, label: string): void {
  if (version <= LEDGER_VERSION) return;
  throw new AssayError('config', {
    code: 'E_DB_VERSION',
    where: label,
    message: `has schema ${version}; this program knows ${LEDGER_VERSION}. Nothing was changed. Update the program.`,
  });
}
