import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asScript } from './failure.mjs';
import { inRoot } from './place.mjs';
import { programOf } from './program-of.mjs';
import { ready } from './ready.mjs';
import { run } from './run.mjs';
import { closingLine, countsOf } from './totals.mjs';

/** `npm test`: sets up, then every check and test. `npm test -- ARGS` runs vitest alone, with ARGS. */
await asScript(async () => {
  await ready();
  const words = process.argv.slice(2);
  if (words.length > 0) return inFolder([programOf('vitest', 'vitest'), 'run', ...words]);

  const checks = [];
  for (const [name, args] of /** @type {const} */ ([
    ['types (tsc)', [programOf('typescript', 'tsc'), '--noEmit']],
    ['lint and format (biome)', [programOf('@biomejs/biome', 'biome'), 'check', '.']],
    ['unused code (knip)', [programOf('knip', 'knip')]],
  ])) {
    process.stdout.write(`\n== ${name}\n`);
    const code = await inFolder(args);
    if (code > 128) return code;
    checks.push({ name, code });
  }

  process.stdout.write('\n== tests (vitest)\n');
  const folder = mkdtempSync(join(tmpdir(), 'assay-totals-'));
  try {
    const file = join(folder, 'vitest.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await inFolder([programOf('vitest', 'vitest'), 'run', ...reporters]);
    if (code > 128) return code;
    const counts = countsOf(textOf(file), code, checks);
    for (const { name, code: end } of checks)
      process.stdout.write(`${end === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
    process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} tests (vitest)\n${closingLine(counts)}\n`);
    return counts.failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {readonly string[]} args */
function inFolder(args) {
  return run(process.execPath, args, { cwd: inRoot() });
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
