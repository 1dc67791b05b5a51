import { readBytes } from './bytes.ts';
import { readCsv } from './csv.ts';
import { textOf } from './encoding.ts';
import type { RawFile } from './raw-file.ts';

export { ignoredInInbox, listInbox } from './inbox.ts';
export type { RawFile } from './raw-file.ts';

const MAX_BYTES = 64 * 1024 * 1024;

export interface ReadOptions {
  /** The desk's `data.maxBytes`. */
  readonly maxBytes?: number;
  /** Asked before anything is parsed: a file of these bytes was read already, so there is nothing to do. */
  readonly isKnown?: (sha256: string) => Promise<boolean>;
}

/**
 * Reads one file of the inbox. `label` is its path inside the desk, for places and messages. Never throws for what a
 * file may be: missing, binary, broken or too big are findings.
 */
export async function readInboxFile(
  file: string,
  label: string,
  options: ReadOptions = {},
): Promise<RawFile> {
  const read = await readBytes(file, label, options.maxBytes ?? MAX_BYTES);
  if ('code' in read) return { label, sha256: '', bytes: 0, rows: [], findings: [read] };
  const source = { label, sha256: read.sha256, bytes: read.bytes.length };
  if (await options.isKnown?.(read.sha256)) return { ...source, rows: [], findings: [], known: true };
  const text = textOf(read.bytes, label);
  if (typeof text !== 'string') return { ...source, rows: [], findings: [text] };
  return { ...source, ...readCsv(text, label) };
}
