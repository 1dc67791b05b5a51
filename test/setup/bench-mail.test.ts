import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { programRoot } from '../../src/program.ts';

const times = z.object({ median: z.number().positive(), p99: z.number(), most: z.number() });
const measured = z.object({
  readers: z.tuple([z.literal(200), z.literal(2000)]),
  planMs: z.object({ few: z.number(), many: z.number() }),
  peakMegabytes: z.object({ few: z.number().positive(), many: z.number().positive() }),
  perLetterMs: z.object({ claim: times, intent: times, outcome: times }),
});

/** Asks the scripts as the bench does: they have no types to import. */
const SCRIPT = `
  const setup = process.argv[1];
  const { bundledParts } = await import(setup + '/bench-mail-parts.mjs');
  const { measureLedger, ledgerTable } = await import(setup + '/bench-mail-ledger.mjs');
  const parts = await bundledParts();
  try {
    const result = await measureLedger(process.argv[2], parts);
    console.log(JSON.stringify({ result, table: ledgerTable(result) }));
  } finally {
    parts.remove();
  }`;

test('the bench plans for its readers, writes letters one by one and leaves no bundle behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bundles = async () =>
    (await readdir(join(programRoot(), '.cache'))).filter((name) => /^bench-mail-/.test(name));
  const args = [
    '--input-type=module',
    '-e',
    SCRIPT,
    join(programRoot(), 'src/setup'),
    join(folder, 'ledger'),
  ];
  const env = { ...process.env, ASSAY_BENCH_READERS: '2000' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const { result, table } = z.object({ result: z.unknown(), table: z.string() }).parse(JSON.parse(stdout));
  measured.parse(result);
  expect(table).toMatch(/^planning 2,000 readers +\d+ ms\nplanning 200 readers +\d+ ms\n/);
  expect(await bundles()).toEqual([]);
});
