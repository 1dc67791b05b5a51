import type { Finding } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';

/** A row of a sheet or text table, its cells as text; numbers of a spreadsheet as plain decimals, dates as `2024-01-31`. */
export interface TableRow {
  /** Physical line or sheet row, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** Rows come in batches of some thousands: memory stays flat however long the file is. */
export type TableRows = AsyncIterable<readonly TableRow[]>;

/** Some thousand rows of a file with their places, nothing trusted yet, and what was wrong among them. */
export interface RawBatch {
  readonly rows: readonly RawRow[];
  readonly findings: readonly Finding[];
}

/** A cell that says there was no quotation. */
export function isNoQuotation(cell: string): boolean {
  return cell === '' || cell === '-' || cell === '–' || cell === '—';
}

/** What makes the rest of a file unreadable (a line without end, a bad byte, a broken archive), thrown while reading. */
export class SourceRefused extends Error {
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super(findings.map((one) => `${one.code} ${one.where}: ${one.message}`).join('\n'));
    this.name = 'SourceRefused';
    this.findings = findings;
  }
}
