import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { warningAt } from './raw-file.ts';

/** A file of the inbox: where it lies, and what it is called inside the desk. */
export interface InboxFile {
  readonly file: string;
  readonly label: string;
}

const LABEL = 'data/inbox';

/** The inbox's .csv files in the order of their names; none where there is no such folder. */
export async function listInbox(dir: string): Promise<InboxFile[]> {
  const names = await namesIn(dir);
  return names.filter(isCsv).map((name) => ({ file: join(dir, name), label: `${LABEL}/${name}` }));
}

/** `W_INBOX_IGNORED` for whatever else lies there. Hidden files and READMEs are meant to be left alone. */
export async function ignoredInInbox(dir: string): Promise<Finding[]> {
  const names = (await namesIn(dir)).filter((name) => !isCsv(name) && !/^(?:\.|README)/i.test(name));
  return Promise.all(
    names.map(async (name) => {
      const folder = (await stat(join(dir, name)).catch(() => undefined))?.isDirectory() ?? false;
      const what = folder
        ? 'a folder; only files in the inbox itself are read'
        : 'not a .csv file and was not read';
      const label = `${LABEL}/${name}`;
      return warningAt('W_INBOX_IGNORED', label, `${what}. Expected .csv in long or wide form.`);
    }),
  );
}

function isCsv(name: string): boolean {
  return /\.csv$/i.test(name) && !name.startsWith('.');
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === 'ENOENT') return [];
    if (code === undefined) throw error;
    throw new AssayError(
      code === 'EACCES' ? 'permission' : 'io',
      {
        code: 'E_INBOX_READ',
        where: LABEL,
        message: `cannot be listed (${code}). Expected a folder of .csv files that this user may read.`,
      },
      { cause: error },
    );
  }
}
