import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, posix } from 'node:path';
import { quoted } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { errorAt } from './raw-file.ts';

export interface ReadBytes {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** The whole file and its hash, or the finding that says why not: missing, not permitted, not a file, too big. */
export async function readBytes(file: string, label: string, maxBytes: number): Promise<ReadBytes | Finding> {
  let handle: FileHandle | undefined;
  try {
    // Opening a pipe would wait for its writer for ever; what is no regular file is refused below.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) {
      return errorAt('E_DATA_FILE', label, 'is not a file. Expected a .csv file. Move it out of the inbox.');
    }
    if (stat.size > maxBytes) {
      return errorAt(
        'E_DATA_SIZE',
        label,
        `${size(stat.size)}; the limit is ${size(maxBytes)} (data.maxBytes).`,
      );
    }
    const bytes = await handle.readFile();
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return unreadable(file, label, error);
  } finally {
    await handle?.close();
  }
}

function size(bytes: number): string {
  const [unit, divisor] =
    bytes >= 1024 ** 3 ? ['GB', 1024 ** 3] : bytes >= 1024 ** 2 ? ['MB', 1024 ** 2] : ['bytes', 1];
  return `${Number((bytes / Number(divisor)).toFixed(1)).toLocaleString('en-US')} ${unit}`;
}

async function unreadable(file: string, label: string, error: unknown): Promise<Finding> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const names = (await readdir(dirname(file)).catch(() => []))
      .filter((name) => /\.csv$/i.test(name))
      .sort();
    const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', …' : '');
    const present = `Present in ${posix.dirname(label)}/: ${shown || 'no .csv file'}.`;
    return errorAt('E_DATA_MISSING', label, `no such file. ${present}`);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const why = `${await rightsOf(file)}running as ${quoted(whoAmI())}`;
    return errorAt('E_DATA_PERMISSION', label, `cannot read (${why}). Give this user the right: chmod u+r.`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return errorAt('E_DATA_READ', label, `cannot read (${reason}). Try again, or copy the file anew.`);
}

async function rightsOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return '';
  const owner = found.uid === 0 ? 'root' : `user ${found.uid}`;
  return `owner ${owner}, mode ${(found.mode & 0o7777).toString(8).padStart(4, '0')}, `;
}

/** A process in a container may run as a user that has no name. */
function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
