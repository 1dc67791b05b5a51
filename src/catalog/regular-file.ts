import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Why what stands at a path is not read, as messages say it: `a pipe`, or its size. */
export interface Refused {
  readonly kind?: string;
  readonly size?: number;
}

/** The bytes of a regular file, refused as `openRegularFile` does. */
export async function readRegularFile(path: string, maxBytes: number): Promise<Buffer | Refused> {
  const opened = await openRegularFile(path, maxBytes);
  if (!('readFile' in opened)) return opened;
  try {
    return await opened.readFile();
  } finally {
    await opened.close();
  }
}

/**
 * A regular file of at most `maxBytes`. A folder, pipe, socket or device is refused and never waited for: opening a
 * pipe would wait for its writer for ever. Throws what the system says when there is nothing to open.
 */
export async function openRegularFile(path: string, maxBytes: number): Promise<FileHandle | Refused> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENXIO') return undefined;
    throw error;
  });
  if (handle === undefined) return { kind: 'a socket' };
  const stat = await handle.stat();
  if (stat.isFile() && stat.size <= maxBytes) return handle;
  await handle.close();
  return stat.isFile() ? { size: stat.size } : { kind: kindOf(stat) };
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}

const SIZES = [
  { unit: 'GB', bytes: 1024 ** 3, places: 1 },
  { unit: 'MB', bytes: 1024 ** 2, places: 1 },
  { unit: 'KB', bytes: 1024, places: 0 },
] as const;

/** `2.1 GB`, `64 MB`, `205 KB`, `812 bytes`. */
export function sizeText(bytes: number): string {
  const size = SIZES.find((one) => bytes >= one.bytes) ?? { unit: 'bytes', bytes: 1, places: 0 };
  return `${Number((bytes / size.bytes).toFixed(size.places)).toLocaleString('en-US')} ${size.unit}`;
}

/** Why the system could not open a path, for people; its own code where there is no better word. */
export function refusalWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return WORDS.get(code) ?? code;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'a link that leads nowhere'],
  ['ELOOP', 'a link that leads back to itself'],
  ['ENOTDIR', 'not a folder'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
]);
