import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Observation, Vintage } from '../model/observation.ts';
import type { Instant, IsoDate } from '../model/time.ts';
import type { Appended, AppendedFile } from './append.ts';
import type { ImportRecord, ObservationQuery } from './read.ts';

export type { Appended, AppendedFile } from './append.ts';
export type { ImportRecord, ObservationQuery } from './read.ts';

/** What the desk knows and when it came to know it. Only ever added to. Every method may throw AssayError. */
export interface Store {
  /** The newest import of that file, if it was of these bytes: then there is nothing to read. */
  importOf(label: string, sha256: string): Promise<ImportRecord | undefined>;
  /** All imports, oldest first. */
  imports(): Promise<ImportRecord[]>;
  /** Records a file and what in it is news. One transaction: whole or not at all. */
  append(file: AppendedFile, observations: readonly Observation[], knownAt: Instant): Promise<Appended>;
  /** The newest vintage of each series and date, ordered by both. */
  observations(query?: ObservationQuery): Promise<Vintage[]>;
  /** Every vintage of the dates whose value was changed, oldest first. */
  revisions(series: string): Promise<Vintage[]>;
  /** The newest day up to `through` on which anything was observed; forecasts are not. */
  newestDate(through: IsoDate): Promise<IsoDate | undefined>;
  /** Series that have any observation, in order. */
  seriesIds(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Opens the store, making the file when there is none. Throws AssayError: `temporary` when another process holds it,
 * `io` when it is damaged, `config` when a newer program made it.
 */
export async function openStore(file: string): Promise<Store> {
  const label = labelOf(file);
  const { guarded, openTables } = await import('./tables.ts');
  return guarded(await openTables(file, label), label);
}

/** The store as it is now, copied into memory: whatever is appended to it is gone at the end. Touches no file. */
export async function openStoreAsIs(file: string): Promise<Store> {
  if (!existsSync(file)) return openStore(':memory:');
  const label = labelOf(file);
  const { copyTables, guarded } = await import('./tables.ts');
  return guarded(await copyTables(file, label), label);
}

/** `data/assay.db`: people know it by this, and absolute paths say more than they should. */
function labelOf(file: string): string {
  return file === ':memory:' ? file : join(basename(dirname(file)), basename(file));
}
