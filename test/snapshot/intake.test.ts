import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AssayError, problemLine } from '../../src/errors.ts';
import { requireSound, takeInbox } from '../../src/snapshot/intake.ts';
import { openStore } from '../../src/store/index.ts';
import { catalogOf, DESK } from '../support/catalog.ts';
import { temporaryDesk } from '../support/desk.ts';

const NOW = new Date('2025-06-14T02:00:00.000Z');
const row = (date: string, value: string) => `${date},cu_lme_3m,${value}\n`;
const head = 'date,series,value\n';

async function desk(files: Readonly<Record<string, string>>) {
  const root = await temporaryDesk(files);
  return {
    catalog: catalogOf([{ id: 'cu_lme_3m', range: [4000, 20000] }]),
    config: DESK,
    paths: { inbox: join(root, 'data/inbox') },
  };
}

test('a file is read once; changed, it is read again, and only what differs is a revision', async () => {
  const store = await openStore(':memory:');
  const d = await desk({
    'data/inbox/lme.csv': head + row('2025-06-12', '9703.5') + row('2025-06-13', '9647.5'),
  });
  await takeInbox(d, store, () => NOW);
  expect((await takeInbox(d, store, () => NOW)).files.map((one) => one.known)).toEqual([true]);
  await writeFile(
    join(d.paths.inbox, 'lme.csv'),
    head + row('2025-06-12', '9703.5') + row('2025-06-13', '9650'),
  );
  const { findings } = await takeInbox(d, store, () => NOW);
  expect(findings).toMatchObject([
    { code: 'W_DATA_CORRECTED', severity: 'warning', series: 'cu_lme_3m', date: '2025-06-13' },
  ]);
  expect(findings[0]?.where).toBe('data/inbox/lme.csv:3:3');
  expect(findings[0]?.message).toContain('is 9650 here and was 9647.5 in what was read before.');
  expect((await store.revisions('cu_lme_3m')).map((one) => one.value)).toEqual(['9647.5', '9650']);
  expect((await store.imports()).map(({ added, same, revised }) => [added, same, revised])).toEqual([
    [2, 0, 0],
    [0, 1, 1],
  ]);
});

test('two files that contradict each other are told, in whichever order they are read; a release or a reason are not', async () => {
  const d = await desk({
    'data/inbox/a.csv': head + row('2025-06-12', '9703.5') + row('2025-06-13', '9647.5'),
    'data/inbox/b.csv': head + row('2025-06-12', '9730.5') + row('2025-06-13', '9674.5'),
  });
  const { findings } = await takeInbox(d, await openStore(':memory:'), () => NOW);
  expect(findings.map((one) => [one.code, one.where])).toEqual([
    ['W_DATA_CORRECTED', 'data/inbox/b.csv:2:3'],
  ]);
  expect(findings[0]?.message).toContain('(and 1 more value differs)');
  for (const options of [{ release: true }, { reason: 'the close was typed wrong' }]) {
    expect((await takeInbox(d, await openStore(':memory:'), () => NOW, options)).findings).toEqual([]);
  }
});

test('every error of every file is told together, and nothing is taken in', async () => {
  const store = await openStore(':memory:');
  const d = await desk({
    'data/inbox/a.csv': head + row('2025-06-13', '9647.5'),
    'data/inbox/b.csv': head + row('2025-06-31', 'x'),
    'data/inbox/c.csv': '',
  });
  const intake = await takeInbox(d, store, () => NOW);
  let told: unknown;
  try {
    requireSound(intake);
  } catch (error) {
    told = error;
  }
  expect(told).toBeInstanceOf(AssayError);
  expect(told instanceof AssayError && told.problems.map((one) => problemLine(one).split(': ')[0])).toEqual([
    'E_DATA_DATE data/inbox/b.csv:2:1',
    'E_DATA_NUMBER data/inbox/b.csv:2:3',
    'E_DATA_EMPTY data/inbox/c.csv',
  ]);
  expect(await store.imports()).toEqual([]);
});
