import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { problemLine } from '../../src/errors.ts';
import { watchMemory } from '../../src/setup/process-tree.mjs';
import { HOSTILE } from '../sources/xlsx/hostile-books.ts';
import { startAssay } from '../support/assay.ts';
import { cpuSeconds } from '../support/cpu-time.ts';
import { temporaryDesk } from '../support/desk.ts';
import { met } from '../support/met.ts';
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

/** Runs the program; peak and time of the processor are those of all its processes together. */
async function measured(what: string, words: readonly string[]) {
  const { child, ended } = startAssay(words);
  let seconds = 0;
  const look = setInterval(() => {
    seconds = Math.max(seconds, cpuSeconds(child.pid ?? 0));
  }, 20);
  const watch = watchMemory(child.pid ?? 0, 20);
  const { code, stdout, stderr } = await ended;
  clearInterval(look);
  const megabytes = (watch.stop() ?? 0) / MB;
  table.push(`${megabytes.toFixed(0).padStart(4)} ${seconds.toFixed(1).padStart(5)}  ${what}`);
  return {
    code,
    stdout,
    said: stderr,
    verdict: stdout.trimEnd().split('\n').at(-1) ?? '',
    megabytes,
    seconds,
  };
}

function expectRefused(run: Awaited<ReturnType<typeof measured>>, says: string): void {
  expect(run.said).toContain(says);
  expect(run.code).toBe(65);
  expect(run.megabytes).toBeLessThan(256);
  // Of the processor, which a busy machine does not make many more: what grows with its input would take minutes.
  expect(run.seconds).toBeLessThan(20);
  // Nothing seen would mean that nothing was watched.
  if (process.platform === 'linux') expect(run.megabytes).toBeGreaterThan(20);
}

/** Imported from beside the desk, and refused. */
async function refusedImport(
  name: string,
  fileName: string,
  make: (file: string) => Promise<unknown>,
  says: string,
  meanwhile: Meanwhile = () => () => undefined,
): Promise<{ readonly root: string; readonly file: string }> {
  const root = await temporaryDesk({ 'data/desk.yaml': DESK });
  const file = join(root, fileName);
  await make(file);
  const done = meanwhile(file);
  try {
    const run = await refused(says, () => measured(`import ${name}`, ['import', file, '--desk', root]));
    expect(run.said).toContain('Nothing was kept');
  } finally {
    done();
  }
  return { root, file };
}

/** What is done to a file while it is read may come too late, on a machine that stands still: then it is read again. */
function refused(says: string, run: () => ReturnType<typeof measured>): ReturnType<typeof measured> {
  return met(async () => {
    const ended = await run();
    if (says.startsWith('E_DATA_CHANGED') && !ended.said.includes(says)) return undefined;
    expectRefused(ended, says);
    return ended;
  });
}

type Meanwhile = (file: string) => () => void;

describe('hostile files are refused by the whole program within 256 MB and seconds of the processor', () => {
  test.each(TABLES)(
    'table: $name, imported and found in the inbox',
    async ({ name, make, says, meanwhile = () => () => undefined }) => {
      const { root, file } = await refusedImport(name, 'x.csv', make, says, meanwhile);
      const before = (await readdir(join(root, 'data'))).sort();
      const inbox = join(root, 'data', 'inbox', 'x.csv');
      if (name === 'links in a circle') {
        await rm(file);
        await make(inbox);
      } else await rename(file, inbox);
      const done = meanwhile(inbox);
      try {
        const where = says.replace('x.csv', 'data/inbox/x.csv');
        const run = await refused(where, () => measured(`check  ${name}`, ['check', '--desk', root]));
        expect(run.verdict).toMatch(/^hold /);
      } finally {
        done();
      }
      expect((await readdir(join(root, 'data'))).sort()).toEqual(before);
    },
  );

  test.each(HOSTILE)('workbook, imported: $name', async ({ name, file = 'x.xlsx', bytes, says }) => {
    const content = await bytes();
    if (file === 'x.xlsx')
      await refusedImport(name, file, (path) => writeFile(path, content), says[0] ?? '?');
    else {
      const root = await temporaryDesk({ [file]: content });
      expectRefused(
        await measured(`import ${name}`, ['import', join(root, file), '--desk', root]),
        says[0] ?? '?',
      );
    }
  });

  test('workbooks, found in the inbox of one desk, all of them', async () => {
    const root = await temporaryDesk({ 'data/desk.yaml': DESK });
    // An inbox passes over an .xls with a warning; what matters is that nobody reads it.
    const books = HOSTILE.filter(({ file = 'x.xlsx' }) => file === 'x.xlsx');
    for (const [at, { bytes }] of books.entries())
      await writeFile(join(root, 'data', 'inbox', `${at}.xlsx`), await bytes());
    const before = (await readdir(join(root, 'data'))).sort();
    const run = await measured('check  all workbooks', ['check', '--json', '--desk', root]);
    expect(run.code).toBe(65);
    expect(run.megabytes).toBeLessThan(256);
    const { verdict, findings } = checkedSchema.parse(JSON.parse(run.stdout));
    expect(verdict).toBe('hold');
    const said = findings.map(problemLine).join('\n');
    for (const [at, { says }] of books.entries())
      expect(said).toContain(says[0]?.replace('x.xlsx', `data/inbox/${at}.xlsx`));
    expect((await readdir(join(root, 'data'))).sort()).toEqual(before);
  });
});

const checkedSchema = z.object({
  verdict: z.string(),
  findings: z.array(z.object({ code: z.string(), where: z.string(), message: z.string() })),
});
