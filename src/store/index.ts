import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Observation, Vintage } from '../model/observation.ts';
import type { Instant, IsoDate } from '../model/time.ts';
import type { Appended, ImportWriter, NewImport } from './append.ts';
import type { Extent } from './extent.ts';
import type { Key, Newest } from './newest.ts';
import type { ImportRecord, ObservationQuery } from './read.ts';

export type { Appended, ImportWriter, NewImport } from './append.ts';
export type { ImportRecord, ObservationQuery } from './read.ts';

/** What the desk knows and when it came to know it. Only ever added to. Every method may throw AssayError. */
export interface Store {
  /** The newest import of that file, if it was of these bytes and by this mapping: then there is nothing to read. */
  importOf(label: string, sha256: string, mapping?: string): Promise<ImportRecord | undefined>;
  /** All imports, oldest first. */
  imports(): Promise<ImportRecord[]>;
  /**
   * All that `work` writes, whole or not at all: nothing when it throws, or when `keep` does not want its result.
   * The store's own methods wait until it has ended; inside, ask what is given.
   */
  transaction<T>(work: (writing: Writing) => Promise<T>, keep?: (result: T) => boolean): Promise<T>;
  /** Records a file and what in it is news, each series and date once. A transaction of its own. */
  append(file: NewImport, observations: readonly Observation[], knownAt: Instant): Promise<Appended>;
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

/** A transaction under way: sees what it has written itself. */
export interface Writing {
  importOf(label: string, sha256: string, mapping?: string): Promise<ImportRecord | undefined>;
  /** Records a file; its observations follow, a batch after another. */
  begin(file: NewImport, knownAt: Instant): Promise<ImportWriter>;
  /** First and last day and newest value of those series that have any. */
  extents(series: readonly string[]): Promise<Map<string, Extent>>;
  /** The newest vintage of each of those keys that have any. */
  newest<K extends Key>(keys: readonly K[]): Promise<Map<K, Newest>>;
  /** The newest vintage of each series and date, ordered by both. */
  observations(query: ObservationQuery): Promise<Vintage[]>;
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

/** The store as it is now, under one in memory: whatever is appended to it is gone at the end. Changes no file. */
export async function openStoreAsIs(file: string): Promise<Store> {
  if (!existsSync(file)) return openStore(':memory:');
  const { openOver } = await import('./tables.ts');
  return openOver(file, labelOf(file));
}

/** `data/assay.db`: people know it by this, and absolute paths say more than they should. */
function labelOf(file: string): string {
  return file === ':memory:' ? file : join(basename(dirname(file)), basename(file));
}
