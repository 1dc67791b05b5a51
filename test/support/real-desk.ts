import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cutoffDay, endOfMonth, weekYear } from '../../src/calendar/week.ts';
import { readCatalog, readDeskConfig } from '../../src/catalog/index.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { freeze } from '../../src/snapshot/freeze.ts';
import { validate } from '../../src/snapshot/validate.ts';
import { listInbox } from '../../src/sources/index.ts';
import { readInboxFile } from './read-file.ts';

const root = resolve(import.meta.dirname, '../..');
/** Where the licensed data lies. */
export const sharedData = process.env.ASSAY_TEST_DATA ?? resolve(root, '../shared/data');

/** Folder of the desk with real prices; licensed, so it is not part of the project. */
export const REAL_DESK = join(sharedData, 'desk-2026');

/** False where the real desk is absent: said loudly here, and a failure where it must be there. */
export function hasRealDesk(): boolean {
  if (existsSync(REAL_DESK)) return true;
  if (process.env.CI)
    throw new Error(`no real desk at ${REAL_DESK}; set ASSAY_TEST_DATA to the folder with desk-2026`);
  console.warn(`\n!!! No real desk at ${REAL_DESK}: tests against real prices are SKIPPED.\n`);
  return false;
}

/** The real desk's week, frozen with the built-in catalog and nothing between file and snapshot. */
export async function realSnapshot(week: string): Promise<Snapshot> {
  observed ??= readObserved();
  const { desk, catalog, observations } = await observed;
  // As the store gives them: hundreds of weeks are frozen, and none looks at all ten years.
  const [from, to] = [`${weekYear(week) - 6}-01-01`, endOfMonth(cutoffDay(week))];
  const known = observations.filter(({ date }) => date >= from && date <= to);
  return freeze({ week, desk, catalog, findings: [], observations: known });
}

let observed: ReturnType<typeof readObserved> | undefined;

/** Fifty thousand rows: read once for all tests of a file. */
async function readObserved() {
  const catalog = await readCatalog({
    metals: join(root, 'data/metals'),
    calendars: join(root, 'data/calendars'),
  });
  const files = await Promise.all(
    (await listInbox(join(REAL_DESK, 'data/inbox'))).map(({ file, label }) => readInboxFile(file, label)),
  );
  const observations = files.flatMap((file) => {
    const valid = validate(file, catalog, { allowNegative: [], today: '2026-11-22' });
    return valid.observations.map((one) => ({
      ...one,
      sha256: file.sha256,
      knownAt: '2026-11-22T00:00:00.000Z',
    }));
  });
  const desk = await readDeskConfig(join(root, 'data/desk.yaml'));
  return { desk, catalog, observations };
}

/** A real series as its file has it, read by splitting lines: nothing of the program between. */
export async function realRows(file: string, series: string): Promise<{ date: string; value: number }[]> {
  const text = await readFile(join(REAL_DESK, 'data/inbox', file), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [date = '', id, value] = line.trim().split(',');
    return id === series ? [{ date, value: Number(value) }] : [];
  });
}
