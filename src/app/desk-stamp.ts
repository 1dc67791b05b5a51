import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IsoDate } from '../model/time.ts';

/** Files and folders that decide what a desk knows. */
const FILES = ['assay.db', 'assay.db-wal', 'desk.yaml', 'overrides.yaml'];
const FOLDERS = ['inbox', 'metals', 'calendars', 'mappings'];

/**
 * Another text whenever what a desk knows may be another: a file of it was touched, or a day has passed. Editions are no
 * part of it but for the week before's, which is told by the folder of editions itself.
 */
export async function deskStamp(folder: string, today: IsoDate): Promise<string> {
  const data = join(folder, 'data');
  const inFolders = await Promise.all(
    FOLDERS.map(async (name) =>
      (await readdir(join(data, name)).catch((): string[] => [])).map((file) => join(data, name, file)),
    ),
  );
  const paths = [join(folder, 'reports'), ...FILES.map((name) => join(data, name)), ...inFolders.flat()];
  const stamps = await Promise.all(paths.map(stampOf));
  return [today, ...paths.map((path, at) => `${path} ${stamps[at]}`)].join('\n');
}

async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await lstat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return '-';
  }
}
