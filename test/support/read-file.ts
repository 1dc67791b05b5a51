import type { Finding } from '../../src/model/finding.ts';
import type { RawRow } from '../../src/model/observation.ts';
import { longOrWide } from '../../src/sources/csv.ts';
import { type InputOptions, openInput, type RawBatch, SourceRefused } from '../../src/sources/index.ts';
import { csvRows } from '../../src/sources/records.ts';

/** A file read to its end: what the program takes in batches, here in one piece. */
export interface RawFile {
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly known?: true;
  readonly rows: readonly RawRow[];
  readonly findings: readonly Finding[];
}

export async function readInboxFile(file: string, label: string, options?: InputOptions): Promise<RawFile> {
  try {
    const input = await openInput(file, label, options);
    const source = { label, sha256: input.sha256, bytes: input.bytes };
    if (input.known) return { ...source, known: true, rows: [], findings: [] };
    return { ...source, ...(await wholeOf(input.read())) };
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    return { label, sha256: '', bytes: 0, rows: [], findings: error.findings };
  }
}

/** A text as a file of it would be read, in pieces of `size` bytes. */
export function readCsv(text: string, label: string, size = 61): Promise<Pick<RawFile, 'rows' | 'findings'>> {
  return wholeOf(longOrWide(csvRows(piecesOf(Buffer.from(text), size), label), label));
}

export async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function wholeOf(batches: AsyncIterable<RawBatch>): Promise<Pick<RawFile, 'rows' | 'findings'>> {
  const rows: RawRow[] = [];
  const findings: Finding[] = [];
  try {
    for await (const batch of batches) {
      for (const row of batch.rows) rows.push(row);
      findings.push(...batch.findings);
    }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    return { rows: [], findings: [...findings, ...error.findings] };
  }
  return { rows, findings };
}
