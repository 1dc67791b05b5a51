import { type Generated, type Kysely, sql } from 'kysely';

/** Version of the tables below. A store of a newer version is left alone. */
export const SCHEMA_VERSION = 2;

interface VersionTable {
  version: number;
}

/** A file that was read, whole. Nothing of it names a place outside the desk. */
interface ImportTable {
  id: Generated<number>;
  label: string;
  sha256: string;
  bytes: number;
  added: number;
  same: number;
  revised: number;
  known_at: string;
  /** The mapping it was read by and its hash; '' for long and wide form. */
  mapping: string;
  /** `source`: a publisher's release. `desk`: typed or corrected by us. */
  kind: string;
  reason: string;
}

/** One vintage of one value. Rows are only ever added; a revision is a row with the next `vintage`, from 1. */
export interface ObservationTable {
  series: string;
  date: string;
  vintage: number;
  /** Plain decimal text: a float would change what was printed. */
  value: string;
  status: string;
  import_id: number;
  row_number: number;
  /** 0 where none is known. */
  column_number: number;
}

export interface Tables {
  schema_version: VersionTable;
  import: ImportTable;
  observation: ObservationTable;
}

/** The store's version, or undefined for an empty file. */
async function versionOf(db: Kysely<Tables>): Promise<number | undefined> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === 'schema_version')) return undefined;
  const row = await db.selectFrom('schema_version').select('version').executeTakeFirst();
  return row?.version;
}

/** Makes the tables. Runs inside the caller's transaction; does nothing when another process was faster. */
export async function createTables(db: Kysely<Tables>): Promise<void> {
  if ((await versionOf(db)) !== undefined) return;
  await db.schema
    .createTable('schema_version')
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('import')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('added', 'integer', (column) => column.notNull())
    .addColumn('same', 'integer', (column) => column.notNull())
    .addColumn('revised', 'integer', (column) => column.notNull())
    .addColumn('known_at', 'text', (column) => column.notNull())
    .addColumn('mapping', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('desk'))
    .addColumn('reason', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createTable('observation')
    .addColumn('series', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('vintage', 'integer', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('import_id', 'integer', (column) => column.notNull().references('import.id'))
    .addColumn('row_number', 'integer', (column) => column.notNull())
    .addColumn('column_number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('observation_key', ['series', 'date', 'vintage'])
    // SQLite only: rows lie in the order they are read. Halves the file and the time to read it.
    .modifyEnd(sql`without rowid`)
    .execute();
  await db.insertInto('schema_version').values({ version: SCHEMA_VERSION }).execute();
}

/** Brings an older store to this version, keeping all it holds. Runs inside the caller's transaction. */
export async function migrateTables(db: Kysely<Tables>): Promise<void> {
  // Another process may have been faster.
  if ((await versionOf(db)) !== 1) return;
  for (const [column, otherwise] of LATER_COLUMNS) {
    await db.schema
      .alterTable('import')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(otherwise))
      .execute();
  }
  await db.updateTable('schema_version').set({ version: SCHEMA_VERSION }).execute();
}

/** What version 1 did not know of an import, and what holds for those it made. */
export const LATER_COLUMNS = [
  ['mapping', ''],
  ['kind', 'desk'],
  ['reason', ''],
] as const;
