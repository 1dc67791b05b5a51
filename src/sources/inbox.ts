import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';
import { type Finding, findingAt } from '../model/finding.ts';

/** A file to be read: where it lies, and what it is called inside the desk. */
export interface InputFile {
  readonly file: string;
  readonly label: string;
}

const LABEL = 'data/inbox';

/** The inbox's .csv and .xlsx files in the order of their names; none where there is no such folder. */
export async function listInbox(dir: string): Promise<InputFile[]> {
  const names = await namesIn(dir);
  return names.filter(isTable).map((name) => ({ file: join(dir, name), label: `${LABEL}/${name}` }));
}

/** `W_INBOX_IGNORED` for whatever else lies there. Hidden files and READMEs are meant to be left alone. */
export async function ignoredInInbox(dir: string): Promise<Finding[]> {
  const names = (await namesIn(dir)).filter((name) => !isTable(name) && !/^(?:\.|~\$|README)/i.test(name));
  return Promise.all(
    names.map(async (name) => {
      const folder = (await stat(join(dir, name)).catch(() => undefined))?.isDirectory() ?? false;
      const what = folder
        ? 'a folder; only files in the inbox itself are read'
        : 'not a .csv or .xlsx file and was not read';
      const label = `${LABEL}/${name}`;
      return findingAt(
        'W_INBOX_IGNORED',
        label,
        `${what}. Expected .csv in long or wide form, or a file that a mapping describes.`,
      );
    }),
  );
}

/** `~$prices.xlsx` is what a spreadsheet program puts beside a workbook while somebody has it open. */
function isTable(name: string): boolean {
  return /\.(?:csv|xlsx)$/i.test(name) && !/^(?:\.|~\$)/.test(name);
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
        message: `cannot be listed (${code}). Expected a folder of files that this user may read.`,
      },
      { cause: error },
    );
  }
}
