import type { Catalog, DeskConfig } from '../model/catalog.ts';
import type { Mapping } from '../model/mapping.ts';

/** What of a desk decides how a file is read. */
export interface IntakeOwner {
  readonly catalog: Catalog;
  readonly config: DeskConfig;
  readonly mappings?: readonly Mapping[];
}

/** How files are taken in where nothing else is said: each by its own mapping, as the desk's, and kept. */
export interface IntakeOptions {
  /** The mapping to read them by, whatever their names. */
  readonly mapping?: Mapping;
  /** They are their publisher's release: what they change is a revision of its own. */
  readonly release?: boolean;
  /** Why, for whoever reads the revisions. */
  readonly reason?: string;
  readonly stop?: AbortSignal;
}
