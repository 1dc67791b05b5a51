import type { Dialect, Tx } from './dialect.ts';

/** What a database of ours holds: how its tables are known, made and spoken of. */
export interface Holding {
  /** `a ledger`: what a database that is something else is not. */
  readonly what: string;
  /** Where its tables lie in a PostgreSQL database, whatever else is there. */
  readonly schema: string;
  /** Of its tables. A newer one is left alone. */
  readonly version: number;
  /** Some that only it has, beside `schema_version`. */
  readonly known: readonly string[];
  /** What to do about a damaged file. */
  readonly remedy: string;
  /** Of SQLite's pages, kilobytes. */
  readonly cache: number;
  /** How many statements it ever asks: each is prepared once. */
  readonly statements: number;
  /** Advisory lock: one makes the tables, the others find them. No two holdings have the same. */
  readonly making: number;
  /** Makes all its tables but `schema_version`, which is made before. */
  make(tx: Tx): Promise<void>;
}

/** Numbers that are given once and never again. */
export const IDENTITY: Readonly<Record<Dialect['kind'], string>> = {
  sqlite: 'integer primary key autoincrement',
  postgres: 'integer generated always as identity primary key',
};

/** Order and equality by bytes on both, whatever the database was made with. */
export const TEXT: Readonly<Record<Dialect['kind'], string>> = {
  sqlite: 'text',
  postgres: 'text collate "C"',
};
