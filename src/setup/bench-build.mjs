import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { median, megabytes, row, summary } from './statistics.mjs';
import { timed } from './timed.mjs';

const WEEK = '2025-W24';
const MEMORY_RUNS = 3;

/**
 * The sample desk without its store: the first build reads the inbox, as on a new desk.
 * @param {string} desk
 */
export function copyDesk(desk) {
  for (const folder of ['data', 'templates']) {
    if (!existsSync(inRoot(folder))) continue;
    cpSync(inRoot(folder), join(desk, folder), {
      recursive: true,
      filter: (path) => !/assay\.db/.test(path),
    });
  }
}

/**
 * The sample week built as a cold process against the bare browser printing the same finished HTML, turn by turn so
 * that a slow moment of the machine meets both.
 * @param {string} desk
 * @param {string} browser
 * @param {number} pairs
 */
export async function measureBuild(desk, browser, pairs) {
  copyDesk(desk);
  const first = await build(desk);
  const pages = pagesIn(join(desk, 'reports', '.drafts', WEEK));
  const bare = () => printBare(browser, pages, desk);
  await build(desk);
  await bare();

  const builds = [];
  const floors = [];
  /** @type {Record<string, number[]>} */
  const stages = {};
  for (let pair = 0; pair < pairs; pair += 1) {
    const turns = pair % 2 === 0 ? ['build', 'bare'] : ['bare', 'build'];
    for (const turn of turns) {
      if (turn === 'bare') {
        floors.push((await bare()).ms);
        continue;
      }
      const one = await build(desk);
      builds.push(one.ms);
      for (const [stage, ms] of Object.entries(one.timings)) stages[stage] = [...(stages[stage] ?? []), ms];
    }
    process.stderr.write(
      `pair ${pair + 1} of ${pairs}: ${builds.at(-1)} ms built, ${floors.at(-1)} ms bare\n`,
    );
  }

  // Memory in runs of its own: looking at /proc takes time that must not be measured.
  const memory = { build: /** @type {number[]} */ ([]), bare: /** @type {number[]} */ ([]) };
  for (let run = 0; run < MEMORY_RUNS; run += 1) {
    memory.build.push((await build(desk, true)).peakBytes ?? 0);
    memory.bare.push((await printBare(browser, pages, desk, true)).peakBytes ?? 0);
  }
  return {
    week: WEEK,
    ratio: Number((median(builds) / median(floors)).toFixed(3)),
    buildMs: summary(builds),
    bareMs: summary(floors),
    firstBuildMs: first.ms,
    stagesMs: Object.fromEntries(Object.entries(stages).map(([stage, times]) => [stage, median(times)])),
    peakMegabytes: { build: megabytes(memory.build), bare: megabytes(memory.bare) },
    pages: pages.length,
    machine: { node: process.version, cores: cpus().length, browser },
  };
}

/**
 * A draft of the sample week by a cold process.
 * @param {string} desk
 * @param {boolean} [memory]
 */
export async function build(desk, memory = false) {
  const args = [inRoot('dist', 'main.js'), 'build', WEEK, '--draft', '--json', '--desk', desk];
  const ended = await timed(process.execPath, args, memory);
  if (ended.code !== 0) {
    throw new SetupError(
      'E_BENCH_BUILD',
      'unavailable',
      '',
      `the build ended with exit code ${ended.code}:\n${ended.stderr}`,
    );
  }
  /** @type {{ timings: Record<string, number> }} */
  const { timings } = JSON.parse(ended.stdout);
  return { ...ended, timings };
}

/**
 * The floor: nothing but the browser, once for each finished page, one after the other.
 * @param {string} browser
 * @param {readonly string[]} pages
 * @param {string} desk
 * @param {boolean} [memory]
 */
async function printBare(browser, pages, desk, memory = false) {
  let ms = 0;
  let peakBytes = 0;
  for (const page of pages) {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const pdf = `--print-to-pdf=${join(desk, 'bare.pdf')}`;
    const ended = await timed(browser, ['--headless', ...sandbox, pdf, `file://${page}`], memory);
    if (ended.code !== 0 || !existsSync(join(desk, 'bare.pdf'))) {
      throw new SetupError(
        'E_BENCH_BARE',
        'unavailable',
        browser,
        `printed nothing (exit code ${ended.code}):\n${ended.stderr}`,
      );
    }
    rmSync(join(desk, 'bare.pdf'));
    ms += ended.ms;
    peakBytes = Math.max(peakBytes, ended.peakBytes ?? 0);
  }
  return { ms: Math.round(ms), peakBytes };
}

/** @param {string} draft */
function pagesIn(draft) {
  const pages = readdirSync(draft, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(draft, entry.name, 'brief.html'))
    .filter((page) => existsSync(page));
  if (pages.length === 0)
    throw new SetupError('E_BENCH_BUILD', 'unavailable', draft, 'the build made no brief.html.');
  return pages;
}

/** @param {Awaited<ReturnType<typeof measureBuild>>} result */
export function buildTable(result) {
  const { buildMs, bareMs, peakMegabytes } = result;
  return [
    '\n',
    row('ratio of medians', result.ratio),
    row(`build, cold process (${buildMs.least}–${buildMs.most} ms)`, `${buildMs.median} ms`),
    row(`bare browser (${bareMs.least}–${bareMs.most} ms)`, `${bareMs.median} ms`),
    row('first build, empty store', `${result.firstBuildMs} ms`),
    row('peak memory, build', `${peakMegabytes.build} MB`),
    row('peak memory, bare browser', `${peakMegabytes.bare} MB`),
    ...Object.entries(result.stagesMs).map(([stage, ms]) => row(`  ${stage}`, `${ms} ms`)),
  ].join('');
}
