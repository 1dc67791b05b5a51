import { readdir, readlink, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, posix } from 'node:path';
import { quoted } from '../errors.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { nearest } from '../nearest.ts';

/** Why a file cannot be read, in words: missing (with what lies there instead), not permitted, a broken disk. */
export async function unreadable(file: string, label: string, error: Error): Promise<Finding> {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing(file, label);
  if (code === 'ELOOP') {
    const message =
      'is a link that leads back to itself. Expected a file. Remove the link, or point it at one.';
    return findingAt('E_DATA_FILE', label, message);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const why = `${await rightsOf(file)}running as ${quoted(whoAmI())}`;
    return findingAt(
      'E_DATA_PERMISSION',
      label,
      `cannot read (${why}). Give this user the right: chmod u+r.`,
    );
  }
  // Node adds the path, which says more of this machine than a message should.
  const reason = error.message.replace(/, \w+ '.*$/s, '');
  return findingAt('E_DATA_READ', label, `cannot read (${reason}). Try again, or copy the file anew.`);
}

/** With what lies there instead, the likeliest first: a name is often mistyped, or one of another week. */
async function missing(file: string, label: string): Promise<Finding> {
  const code = 'E_DATA_MISSING';
  const target = await readlink(file).catch(() => undefined);
  if (target !== undefined) {
    const message = `is a link to ${quoted(basename(target))}, which is not there. Point it at a file, or remove it.`;
    return findingAt(code, label, message);
  }
  const folder = posix.dirname(label);
  const place = folder === '.' ? 'its folder' : `${folder}/`;
  const all = await readdir(dirname(file)).catch(() => undefined);
  if (all === undefined) {
    return findingAt(
      code,
      label,
      `no such file: there is no folder ${quoted(basename(dirname(file)))} either.`,
    );
  }
  const names = all.filter((name) => /\.(?:csv|xlsx)$/i.test(name)).sort();
  const listed = likeliestFirst(basename(file), names);
  const shown = listed.slice(0, 10).join(', ') + (listed.length > 10 ? ', …' : '');
  return findingAt(code, label, `no such file. Present in ${place}: ${shown || 'no .csv or .xlsx file'}.`);
}

/** By how many letters a name begins with in common; others stay in their order. */
function likeliestFirst(name: string, names: readonly string[]): string[] {
  const mistyped = nearest(name, names);
  const alike = (other: string): number => {
    if (other === mistyped) return Number.POSITIVE_INFINITY;
    const [a, b] = [name.toLowerCase(), other.toLowerCase()];
    const differs = [...a].findIndex((letter, at) => letter !== b[at]);
    return differs < 3 ? 0 : differs;
  };
  return names.toSorted((a, b) => order(alike(b), alike(a)));
}

/** Infinity less itself is no number. */
function order(a: number, b: number): number {
  return a === b ? 0 : a - b;
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
