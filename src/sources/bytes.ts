import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorAt } from './raw-file.ts';
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
  for await (const piece of pieces(file, label, maxBytes)) {
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
  for await (const piece of pieces(file, label, Number.POSITIVE_INFINITY)) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') === measured.sha256) return;
  throw new SourceRefused([
    errorAt('E_DATA_CHANGED', label, 'the file was changed while it was read. Nothing was kept. Try again.'),
  ]);
}

async function* pieces(file: string, label: string, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  let handle: FileHandle | undefined;
  try {
    handle = await opened(file, label, maxBytes);
    while (true) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(PIECE), 0, PIECE);
      if (bytesRead === 0) return;
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
  // Opening a pipe would wait for its writer for ever; what is no regular file is refused below.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const found = await handle.stat();
  const problem = !found.isFile()
    ? errorAt('E_DATA_FILE', label, `is not a file. Expected a .csv file.${moveOut(label)}`)
    : found.size > maxBytes
      ? errorAt('E_DATA_SIZE', label, `${size(found.size)}; the limit is ${size(maxBytes)} (data.maxBytes).`)
      : undefined;
  if (problem === undefined) return handle;
  await handle.close();
  throw new SourceRefused([problem]);
}

function moveOut(label: string): string {
  return label.startsWith('data/inbox/') ? ' Move it out of the inbox.' : '';
}

function size(bytes: number): string {
  const [unit, divisor] =
    bytes >= 1024 ** 3 ? ['GB', 1024 ** 3] : bytes >= 1024 ** 2 ? ['MB', 1024 ** 2] : ['bytes', 1];
  return `${Number((bytes / Number(divisor)).toFixed(1)).toLocaleString('en-US')} ${unit}`;
}
