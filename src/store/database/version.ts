import { sql } from 'kysely';
import { AssayError, quoted } from '../../errors.ts';
import type { Tx } from './dialect.ts';
import type { Holding } from './holding.ts';
import { rowsOf } from './rows.ts';

/**
 * The version of a holding's tables; undefined where there are none yet. Reads only. Throws AssayError config
 * E_DB_VERSION for one of a newer program, and E_DB_FOREIGN for a database that holds something else.
 */
export async function knownVersion(tx: Tx, holding: Holding, label: string): Promise<number | undefined> {
  const tables = await rowsOf(
    tx,
    tx.dialect.kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master
          where type = 'table' and name not like 'sqlite|_%' escape '|' order by name`
      : sql<{ name: string }>`select cast(tablename as text) as name from pg_catalog.pg_tables
          where schemaname = ${holding.schema} order by tablename`,
  );
  if (tables.length === 0) return undefined;
  const has = (name: string): boolean => tables.some((table) => table.name === name);
  // Others have a version too, and none of these.
  if (has('schema_version') && holding.known.every(has)) {
    const [found] = await rowsOf(tx, sql<{ version: unknown }>`select version from schema_version`);
    if (typeof found?.version === 'number') {
      refuseNewer(found.version, holding, label);
      return found.version;
    }
  }
  throw new AssayError('config', {
    code: 'E_DB_FOREIGN',
    where: label,
    message: `not ${holding.what} of this program, or half of one (its tables: ${quoted(tables.map(({ name }) => name).join(', '))}). Nothing was changed. Move it away, or restore the desk's own from a copy.`,
  });
}

function refuseNewer(version: number, holding: Holding, label: string): void {
  if (version <= holding.version) return;
  throw new AssayError('config', {
    code: 'E_DB_VERSION',
    where: label,
    message: `has schema ${version}; this program knows ${holding.version}. Nothing was changed. Update the program.`,
  });
}

/** Makes the tables of a holding where there are none. */
export async function makeTables(tx: Tx, holding: Holding): Promise<void> {
  await sql`create table schema_version (version integer not null)`.execute(tx.db);
  await holding.make(tx);
  await sql`insert into schema_version (version) values (${sql.lit(holding.version)})`.execute(tx.db);
}
