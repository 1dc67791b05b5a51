import { type Kysely, sql } from 'kysely';
import { AssayError, quoted } from '../errors.ts';
import { SCHEMA_VERSION, type Tables } from './schema.ts';

/**
 * The version of a store as it was opened (`main`) or attached (`disk`); undefined where there are no tables yet. Reads
 * only. Throws AssayError `config` for one of a newer program, and for a database that is no store.
 */
export async function knownVersion(
  db: Kysely<Tables>,
  schema: 'main' | 'disk',
  label: string,
): Promise<number | undefined> {
  const { rows } = await sql<{ name: string; made: string }>`
    select name, sql as made from ${sql.id(schema, 'sqlite_master')}
    where type = 'table' and name not like 'sqlite|_%' escape '|' order by name`.execute(db);
  if (rows.length === 0) return undefined;
  const has = (name: string): boolean => rows.some((table) => table.name === name);
  const columns = rows.find((table) => table.name === 'schema_version')?.made.replace(/^[^(]*/, '') ?? '';
  if (/\bversion\b/.test(columns)) {
    const found = await db
      .withSchema(schema)
      .selectFrom('schema_version')
      .select('version')
      .executeTakeFirst();
    const version = found?.version;
    if (typeof version === 'number') {
      refuseNewer(version, label);
      if (has('import') && has('observation')) return version;
    }
  }
  throw new AssayError('config', {
    code: 'E_DB_FOREIGN',
    where: label,
    message: `not a store of this program, or half of one (its tables: ${quoted(rows.map(({ name }) => name).join(', '))}). Nothing was changed. Move it away, or restore the desk's own from a copy.`,
  });
}

function refuseNewer(version: number, label: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new AssayError('config', {
    code: 'E_DB_VERSION',
    where: label,
    message: `has schema ${version}; this program knows ${SCHEMA_VERSION}. Nothing was changed. Update the program.`,
  });
}
