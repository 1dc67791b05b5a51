import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { watchMemory } from '../../src/setup/process-tree.mjs';
import { HOSTILE } from '../sources/xlsx/hostile-books.ts';
import { startAssay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { TABLES } from './hostile-tables.ts';

const MB = 1024 * 1024;
const DESK =
  'version: 1\nname: { en: A, zh: B }\ntitle: { en: A, zh: B }\nlanguages: [en]\ntimeZone: Asia/Shanghai\nsections: [dashboard]\n' +
  // So large that size alone refuses none of them.
  'data: { maxBytes: 5000000000 }\n';

const table: string[] = [];
afterAll(() => {
  const head = `${'MB'.padStart(4)} ${'s'.padStart(5)}  command, hostile file`;
  process.stdout.write(`\n${[head, ...table].join('\n')}\n`);
});

/** Runs the program; the peak is that of all its processes together. */
async function measured(what: string, words: readonly string[]) {
  const started = performance.now();
  const { child, ended } = startAssay(words);
  const watch = watchMemory(child.pid ?? 0, 10);
  const { code, stdout, stderr } = await ended;
  const megabytes = (watch.stop() ?? 0) / MB;
  const seconds = (performance.now() - started) / 1000;
  table.push(`${megabytes.toFixed(0).padStart(4)} ${seconds.toFixed(1).padStart(5)}  ${what}`);
  return { code, said: stderr, verdict: stdout.trimEnd().split('\n').at(-1) ?? '', megabytes, seconds };
}

function expectRefused(run: Awaited<ReturnType<typeof measured>>, says: string): void {
  expect(run.said).toContain(says);
  expect(run.code).toBe(65);
  expect(run.megabytes).toBeLessThan(256);
  expect(run.seconds).toBeLessThan(10);
  // Nothing seen would mean that nothing was watched.
  if (process.platform === 'linux') expect(run.megabytes).toBeGreaterThan(20);
}

/** Imported from beside the desk, then found in its inbox by a check: refused by both, and nothing is left. */
async function refusedTwice(
  name: string,
  fileName: string,
  make: (file: string) => Promise<unknown>,
  says: string,
  meanwhile: (file: string) => () => void = () => () => undefined,
): Promise<void> {
  const root = await temporaryDesk({ 'data/desk.yaml': DESK });
  const file = join(root, fileName);
  await make(file);
  const done = meanwhile(file);
  try {
    const run = await measured(`import ${name}`, ['import', file, '--desk', root]);
    expectRefused(run, says);
    expect(run.said).toContain('Nothing was kept');
  } finally {
    done();
  }
  const before = (await readdir(join(root, 'data'))).sort();
  const inbox = join(root, 'data', 'inbox', fileName);
  if (name === 'links in a circle') {
    await rm(file);
    await make(inbox);
  } else await rename(file, inbox);
  const again = meanwhile(inbox);
  try {
    const run = await measured(`check  ${name}`, ['check', '--desk', root]);
    expectRefused(run, says.replace(fileName, `data/inbox/${fileName}`));
    expect(run.verdict).toMatch(/^hold /);
  } finally {
    again();
  }
  expect((await readdir(join(root, 'data'))).sort()).toEqual(before);
}

describe('hostile files are refused by the whole program within 256 MB and ten seconds', () => {
  test.each(TABLES)('table: $name', async ({ name, make, says, meanwhile }) => {
    await refusedTwice(name, 'x.csv', make, says, meanwhile);
  });

  test.each(HOSTILE)('workbook: $name', async ({ name, file = 'x.xlsx', bytes, says }) => {
    // An inbox passes over an .xls with a warning; what matters is that nobody reads it.
    if (file === 'x.xls') {
      const root = await temporaryDesk({ 'x.xls': await bytes() });
      expectRefused(
        await measured(`import ${name}`, ['import', join(root, file), '--desk', root]),
        says[0] ?? '?',
      );
      return;
    }
    const content = await bytes();
    await refusedTwice(name, file, (path) => writeFile(path, content), says[0] ?? '?');
  });
});
