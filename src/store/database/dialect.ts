import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';

/** What SQLite and PostgreSQL say differently; all else is one text for both. */
export interface Dialect {
  readonly kind: 'sqlite' | 'postgres';
  readonly begin: CompiledQuery;
  /** `batch`: a row for each element of a JSON array of arrays, in `batch.value`, to be taken apart with `->>`. */
  batch(json: string | RawBuilder<unknown>): RawBuilder<unknown>;
  /** Behind a select of rows about to be changed. SQLite's transactions have the whole file for themselves. */
  readonly forUpdate: RawBuilder<unknown>;
  /** The same where other tables are looked at beside. */
  forUpdateOf(table: string): RawBuilder<unknown>;
  readonly skipLocked: RawBuilder<unknown>;
  /** Nobody changes these rows until the transaction ends: what was decided by them then stands. */
  forShare(table: string): RawBuilder<unknown>;
  /** Until the transaction ends no other passes here with the same number. */
  lock(number: number): RawBuilder<unknown> | undefined;
  /** Before a walk along an index: guesses about temporary rows must not lead away from it. */
  readonly alongIndex: RawBuilder<unknown> | undefined;
  /**
   * Before very many rows are written: a million new names fall all over an index of some 64 MB. What it takes is given
   * back by the session's `rest`.
   */
  readonly manyRows: RawBuilder<unknown> | undefined;
  /** After very many rows were written to a table: what is asked next is not planned as if there were few. */
  counted(table: string): RawBuilder<unknown> | undefined;
}

/** A transaction, or a moment of one's own where nothing is written. */
export interface Tx {
  readonly db: Kysely<unknown>;
  readonly dialect: Dialect;
}

export const SQLITE: Dialect = {
  kind: 'sqlite',
  // The right to write at once: one that reads first and writes later fails when another wrote in between.
  begin: CompiledQuery.raw('begin immediate'),
  batch: (json) => sql`json_each(${json}) as batch`,
  forUpdate: sql``,
  forUpdateOf: () => sql``,
  skipLocked: sql``,
  forShare: () => sql``,
  lock: () => undefined,
  alongIndex: undefined,
  manyRows: sql`pragma cache_size = -64000`,
  // It never counts: an index is taken wherever there is one.
  counted: () => undefined,
};

export const POSTGRES: Dialect = {
  kind: 'postgres',
  begin: CompiledQuery.raw('begin isolation level read committed'),
  batch: (json) => sql`jsonb_array_elements(cast(${json} as jsonb)) as batch(value)`,
  forUpdate: sql`for update`,
  forUpdateOf: (table) => sql`for update of ${sql.ref(table)}`,
  skipLocked: sql`for update skip locked`,
  forShare: (table) => sql`for share of ${sql.ref(table)}`,
  lock: (number) => sql`select pg_advisory_xact_lock(${sql.lit(LOCKS)}, ${sql.lit(number)})`,
  alongIndex: sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_seqscan', 'off', true)`,
  // Its cache is the server's.
  manyRows: undefined,
  // Not where another counts them just now: a plan must not wait for that.
  counted: (table) => sql`analyze (skip_locked) ${sql.table(table)}`,
};

/** `asay`: advisory locks are shared with whoever else uses the database. */
const LOCKS = 0x61736179;

const NOT_TEXT = /[\0\ud800-\udfff]/gu;

/** A text that came from outside: NUL and halves of characters are refused by PostgreSQL. */
export function storable(text: string): string {
  return text.replace(NOT_TEXT, '\ufffd');
}
