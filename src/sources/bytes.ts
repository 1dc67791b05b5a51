import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { openRegularFile, sizeText } from '../catalog/regular-file.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { SourceRefused } from './table.ts';
import { unreadable } from './unreadable.ts';

/** A file's size and sha256, by which it is known again. */
export interface Measured {
  readonly sha256: string;
  readonly bytes: number;
}

/** Some thousand lines: enough that what is done once a piece costs nothing, little enough to hold. */
const PIECE = 64 * 1024;

/** Enough for any header in the program's own form. */
const HEADER_BYTES = 4096;

/** Reads the file once, keeping nothing but how it starts. Throws SourceRefused: missing, not permitted, not a file, too big. */
export async function measure(
  file: string,
  label: string,
  maxBytes: number,
): Promise<Measured & { readonly start: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let start = '';
  // Hashed at once and not kept: one buffer, a large one, serves for all.
  const buffer = Buffer.allocUnsafeSlow(16 * PIECE);
  for await (const piece of pieces(file, label, maxBytes, () => buffer)) {
    if (bytes === 0) start = Buffer.from(piece.subarray(0, HEADER_BYTES)).toString('utf8');
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes, start };
}

/** The file's bytes, piece by piece; refused at the end when they are not those measured before. */
export async function* readPieces(
  file: string,
  label: string,
  measured: Measured,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256');
  const fresh = (): Buffer => Buffer.allocUnsafeSlow(PIECE);
  for await (const piece of pieces(file, label, Number.POSITIVE_INFINITY, fresh)) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') === measured.sha256) return;
  throw changed(label);
}

function changed(label: string): SourceRefused {
  const message = 'the file was changed while it was read. Nothing was kept. Try again.';
  return new SourceRefused([findingAt('E_DATA_CHANGED', label, message)]);
}

async function* pieces(
  file: string,
  label: string,
  maxBytes: number,
  bufferFor: () => Buffer,
): AsyncGenerator<Uint8Array, void> {
  let handle: FileHandle | undefined;
  try {
    handle = await opened(file, label, maxBytes);
    // One that somebody goes on writing to would otherwise be read for ever.
    let left = (await handle.stat()).size;
    while (true) {
      const { bytesRead, buffer } = await handle.read(bufferFor());
      if (bytesRead === 0) return;
      left -= bytesRead;
      if (left < 0) throw changed(label);
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    if (error instanceof SourceRefused || !(error instanceof Error) || !('code' in error)) throw error;
    throw new SourceRefused([await unreadable(file, label, error)]);
  } finally {
    await handle?.close();
  }
}

async function opened(file: string, label: string, maxBytes: number): Promise<FileHandle> {
  const found = await openRegularFile(file, maxBytes);
  if ('readFile' in found) return found;
  if (found.size === undefined) throw new SourceRefused([noFile(label, found.kind === 'a folder')]);
  const message = `${sizeText(found.size)}; the limit is ${sizeText(maxBytes)} (data.maxBytes).`;
  throw new SourceRefused([findingAt('E_DATA_SIZE', label, message)]);
}

function noFile(label: string, isFolder: boolean): Finding {
  const what = isFolder ? 'is a folder' : 'is not a file but a pipe or a device';
  const next = label.startsWith('data/inbox/')
    ? ' Move it out of the inbox.'
    : isFolder
      ? ' Name the files in it.'
      : '';
  return findingAt('E_DATA_FILE', label, `${what}. Expected a .csv or .xlsx file.${next}`);
}
