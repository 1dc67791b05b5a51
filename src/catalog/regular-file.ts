import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/** Why what stands at a path is not read, as messages say it: `a pipe`, or its size. */
export interface Refused {
  readonly kind?: string;
  readonly size?: number;
}

/**
 * The bytes of a regular file of at most `maxBytes`. A folder, pipe, socket or device is refused and never waited
 * for: opening a pipe would wait for its writer for ever. Throws what the system says when there is nothing to open.
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<Buffer | Refused> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENXIO') return undefined;
    throw error;
  });
  if (handle === undefined) return { kind: 'a socket' };
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { kind: kindOf(stat) };
    if (stat.size > maxBytes) return { size: stat.size };
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}

/** `2.1 GB`, `64 MB`, `812 bytes`. */
export function sizeText(bytes: number): string {
  const [unit, divisor] =
    bytes >= 1024 ** 3 ? ['GB', 1024 ** 3] : bytes >= 1024 ** 2 ? ['MB', 1024 ** 2] : ['bytes', 1];
  return `${Number((bytes / Number(divisor)).toFixed(1)).toLocaleString('en-US')} ${unit}`;
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
