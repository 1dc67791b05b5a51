import type { Finding } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';

/** Some thousand rows of a file with their places, nothing trusted yet, and what was wrong among them. */
export interface RawBatch {
  readonly rows: readonly RawRow[];
  readonly findings: readonly Finding[];
}
