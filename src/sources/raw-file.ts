import type { Finding } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';

/** An input file as read: rows with their places, nothing trusted yet. With an error among its findings it is no use. */
export interface RawFile {
  /** Path inside the desk, `data/inbox/x.csv`. */
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Its bytes were read before, so its rows were not parsed again. */
  readonly known?: true;
  readonly rows: readonly RawRow[];
  readonly findings: readonly Finding[];
}

export function errorAt(code: string, where: string, message: string): Finding {
  return { code, severity: 'error', where, message };
}

export function warningAt(code: string, where: string, message: string): Finding {
  return { code, severity: 'warning', where, message };
}
