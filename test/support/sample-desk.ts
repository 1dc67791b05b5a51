import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programRoot } from '../../src/program.ts';
import { temporaryDesk } from './desk.ts';

export const SAMPLE_WEEK = '2025-W24';

/** A desk of its own with the inbox of the sample week, removed when the test ends. */
export async function sampleDesk(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const inbox = join(programRoot(), 'data', 'inbox');
  const names = (await readdir(inbox)).filter((name) => name.endsWith('.csv'));
  const rows = await Promise.all(
    names.map(async (name) => [`data/inbox/${name}`, await readFile(join(inbox, name), 'utf8')] as const),
  );
  return temporaryDesk({ ...Object.fromEntries(rows), ...files });
}
