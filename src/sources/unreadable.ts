import { readdir, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, posix } from 'node:path';
import { quoted } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { errorAt } from './raw-file.ts';

/** Why a file cannot be read, in words: missing (with what lies there instead), not permitted, a broken disk. */
export async function unreadable(file: string, label: string, error: Error): Promise<Finding> {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const names = (await readdir(dirname(file)).catch(() => []))
      .filter((name) => /\.(?:csv|xlsx)$/i.test(name))
      .sort();
    const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', …' : '');
    const present = `Present in ${posix.dirname(label)}/: ${shown || 'no .csv file'}.`;
    return errorAt('E_DATA_MISSING', label, `no such file. ${present}`);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const why = `${await rightsOf(file)}running as ${quoted(whoAmI())}`;
    return errorAt('E_DATA_PERMISSION', label, `cannot read (${why}). Give this user the right: chmod u+r.`);
  }
  return errorAt('E_DATA_READ', label, `cannot read (${error.message}). Try again, or copy the file anew.`);
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
