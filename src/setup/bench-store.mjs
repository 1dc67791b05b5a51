import { join } from 'node:path';
import { build, copyDesk } from './bench-build.mjs';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { median, row, summary } from './statistics.mjs';
import { timed } from './timed.mjs';

const SMALL = 100_000;
const LARGE = 10_000_000;

/**
 * The sample week built from a store of ten million observations against one of a hundred thousand: the same values of
 * the desk's series in both, the rest are other series and older days.
 * @param {string} folder
 * @param {number} pairs
 */
export async function measureStore(folder, pairs) {
  const [small, large] = [join(folder, 'small'), join(folder, 'large')];
  for (const [desk, rows] of /** @type {const} */ ([
    [small, SMALL],
    [large, LARGE],
  ])) {
    copyDesk(desk);
    await build(desk);
    await fill(join(desk, 'data', 'assay.db'), rows);
    await build(desk);
  }
  const runs = { small: noRuns(), large: noRuns() };
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const size of /** @type {const} */ (pair % 2 === 0 ? ['small', 'large'] : ['large', 'small'])) {
      const { ms, timings } = await build(size === 'small' ? small : large);
      runs[size].build.push(ms);
      runs[size].data.push(timings.data ?? 0);
    }
    const [a, b] = [runs.small.build.at(-1), runs.large.build.at(-1)];
    process.stderr.write(`pair ${pair + 1} of ${pairs}: ${a} ms of ${SMALL} rows, ${b} ms of ${LARGE}\n`);
  }
  return {
    rows: [SMALL, LARGE],
    ratio: Number((median(runs.large.build) / median(runs.small.build)).toFixed(3)),
    dataRatio: Number((median(runs.large.data) / median(runs.small.data)).toFixed(3)),
    buildMs: { small: summary(runs.small.build), large: summary(runs.large.build) },
    dataMs: { small: summary(runs.small.data), large: summary(runs.large.data) },
  };
}

function noRuns() {
  return { build: /** @type {number[]} */ ([]), data: /** @type {number[]} */ ([]) };
}

/** Half of what is missing are older days of the desk's series, as far as days reach; the rest other series. */
const FILL = `import Database from 'libsql';
const [file, rows] = [process.argv[1], Number(process.argv[2])];
const db = new Database(file);
db.exec('pragma synchronous = off');
db.exec('pragma cache_size = -200000');
const count = () => db.prepare('select count(*) as n from observation').all()[0].n;
const series = db.prepare('select distinct series from observation').all().map((row) => row.series);
const insert = db.prepare(\`with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
  insert into observation (series, date, vintage, value, status, import_id, row_number, column_number)
  select ?2, date(?3, '-' || i || ' days'), 1, 1000 + i % 997, 'traded', 1, i, 3 from n\`);
let left = rows - count();
const days = Math.min(40000, Math.floor(left / 2 / series.length));
db.exec('begin');
for (const one of series) {
  insert.run([days, one, '1990-01-01']);
  left -= days;
}
for (let other = 0; left > 0; other += 1) {
  const some = Math.min(left, 12000);
  insert.run([some, 'zz_other_' + other, '2025-06-14']);
  left -= some;
}
db.exec('commit');
db.exec('pragma wal_checkpoint(truncate)');
console.log(count() + ' rows');
db.close();`;

/**
 * @param {string} file
 * @param {number} rows
 */
async function fill(file, rows) {
  const args = ['--input-type=module', '--eval', FILL, file, String(rows)];
  const ended = await timed(process.execPath, args, false, inRoot());
  if (ended.code === 0 && ended.stdout === `${rows} rows\n`) return;
  throw new SetupError('E_BENCH_STORE', 'unavailable', file, `not filled: ${ended.stdout}${ended.stderr}`);
}

/** @param {Awaited<ReturnType<typeof measureStore>>} result */
export function storeTable({ ratio, dataRatio, buildMs, dataMs }) {
  return [
    '\n',
    row('week from 10,000,000 ÷ from 100,000 observations, medians', ratio),
    row('  of it reading and freezing', dataRatio),
    row('build, 10,000,000 observations', `${buildMs.large.median} ms`),
    row('build, 100,000 observations', `${buildMs.small.median} ms`),
    row('  reading and freezing, 10,000,000', `${dataMs.large.median} ms`),
    row('  reading and freezing, 100,000', `${dataMs.small.median} ms`),
  ].join('');
}
