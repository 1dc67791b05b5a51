import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedRows, generatedSeries } from './bench-rows.mjs';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { median, megabytes, row, summary } from './statistics.mjs';
import { timed } from './timed.mjs';

const ROWS = 1_000_000;
const FEWER = 200_000;
const MEMORY_RUNS = 2;

/**
 * A million generated rows imported by a cold process into an empty store, against a cold process in which csv-parse
 * reads the same file and counts its rows.
 * @param {string} folder
 * @param {number} pairs
 */
export async function measureImport(folder, pairs) {
  makeDesk(folder);
  const [many, few] = [join(folder, 'many.csv'), join(folder, 'few.csv')];
  generatedRows(many, ROWS);
  generatedRows(few, FEWER);
  await importFile(folder, few, FEWER);
  await readFile(few, FEWER);
  const [imports, reads] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const turn of pair % 2 === 0 ? ['import', 'read'] : ['read', 'import']) {
      if (turn === 'import') imports.push((await importFile(folder, many, ROWS)).ms);
      else reads.push((await readFile(many, ROWS)).ms);
    }
    process.stderr.write(
      `pair ${pair + 1} of ${pairs}: ${imports.at(-1)} ms imported, ${reads.at(-1)} ms read\n`,
    );
  }
  // Memory in runs of its own: looking at /proc takes time that must not be measured.
  const memory = { many: /** @type {number[]} */ ([]), few: /** @type {number[]} */ ([]) };
  for (let run = 0; run < MEMORY_RUNS; run += 1) {
    memory.many.push((await importFile(folder, many, ROWS, true)).peakBytes ?? 0);
    memory.few.push((await importFile(folder, few, FEWER, true)).peakBytes ?? 0);
  }
  return {
    rows: ROWS,
    ratio: Number((median(imports) / median(reads)).toFixed(3)),
    importMs: summary(imports),
    readMs: summary(reads),
    peakMegabytes: { rows1000000: megabytes(memory.many), rows200000: megabytes(memory.few) },
  };
}

/**
 * A desk with a catalog of its own, so that the bench does not change when a metal's file does.
 * @param {string} folder
 */
function makeDesk(folder) {
  mkdirSync(join(folder, 'data', 'metals'), { recursive: true });
  // JSON is YAML too.
  const metal = { metal: 'bench', name: { en: 'Bench', zh: '基准' }, group: 'bulk', order: 1, core: false };
  const file = { ...metal, paragraph: [], series: generatedSeries() };
  writeFileSync(join(folder, 'data', 'metals', 'bench.yaml'), JSON.stringify(file));
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {number} rows
 * @param {boolean} [memory]
 */
async function importFile(folder, file, rows, memory = false) {
  for (const name of readdirSync(join(folder, 'data')))
    if (name.startsWith('assay.db')) rmSync(join(folder, 'data', name));
  const ended = await timed(
    process.execPath,
    [inRoot('dist', 'main.js'), 'import', file, '--desk', folder],
    memory,
  );
  return sound(ended, `: ${rows.toLocaleString('en-US')} new, 0 same, 0 revised, 0 refused\n`);
}

const COUNT = `import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
let rows = 0;
const parser = createReadStream(process.argv[1]).pipe(parse());
parser.on('data', () => { rows += 1; });
parser.on('end', () => console.log(rows - 1 + ' rows'));`;

/**
 * @param {string} file
 * @param {number} rows
 */
async function readFile(file, rows) {
  const args = ['--input-type=module', '--eval', COUNT, file];
  return sound(await timed(process.execPath, args, false, inRoot()), `${rows} rows\n`);
}

/**
 * @param {Awaited<ReturnType<typeof timed>>} ended
 * @param {string} expected
 */
function sound(ended, expected) {
  if (ended.code === 0 && ended.stdout.endsWith(expected)) return ended;
  const said = `${ended.stdout}${ended.stderr}`;
  throw new SetupError(
    'E_BENCH_IMPORT',
    'unavailable',
    '',
    `exit code ${ended.code} instead of${expected}${said}`,
  );
}

/** @param {Awaited<ReturnType<typeof measureImport>>} result */
export function importTable({ ratio, importMs, readMs, peakMegabytes }) {
  return [
    '\n',
    row('import ÷ csv-parse of a million rows, medians', ratio),
    row(`import, cold process (${importMs.least}–${importMs.most} ms)`, `${importMs.median} ms`),
    row(`csv-parse counts, cold process (${readMs.least}–${readMs.most} ms)`, `${readMs.median} ms`),
    row('peak memory, 1,000,000 rows', `${peakMegabytes.rows1000000} MB`),
    row('peak memory, 200,000 rows', `${peakMegabytes.rows200000} MB`),
  ].join('');
}
