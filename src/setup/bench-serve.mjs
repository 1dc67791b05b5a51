import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledParts } from './bench-mail-parts.mjs';
import { ADMINS, DATABASE, fillServedDesk, tokens, WEEK } from './bench-serve-desk.mjs';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { median, row, summary } from './statistics.mjs';

/** Other sizes by `ASSAY_BENCH_EDITIONS` and `ASSAY_BENCH_SUBSCRIBERS`. */
const EDITIONS = Number(process.env.ASSAY_BENCH_EDITIONS ?? 520);
const SUBSCRIBERS = Number(process.env.ASSAY_BENCH_SUBSCRIBERS ?? 100_000);
const READERS = 200;
/** Each reader opens a page so often, spread evenly. */
const EVERY_MS = 2_000;
const LOOKS = 40;
/** A server nobody has asked for so long has given back what it can. */
const QUIET_MS = 25_000;

const PAGES = [
  '/healthz',
  `/week/${WEEK}`,
  `/week/${WEEK}/notes/en`,
  `/week/${WEEK}/release`,
  '/data',
  '/archive',
  '/archive?year=2020',
  `/archive/${WEEK}`,
  '/archive/search?q=copper',
  '/archive/search?q=%E9%93%9C',
  '/mail',
  '/mail/subscribers',
  '/mail/subscribers?q=reader99',
  '/schedule',
  '/people',
  '/audit',
  `/e/${WEEK}/en/brief.html`,
];
/** What readers of the archive look at. */
const READ = [
  '/archive',
  '/archive?year=2019',
  `/archive/${WEEK}`,
  '/archive/2015-W11',
  '/archive/search?q=zinc',
];

/**
 * The studio of a desk ten years old: its memory when nobody works, the time of its pages, a note's preview, and two
 * hundred readers of the archive while a build runs, against that build alone.
 * @param {string} folder
 * @param {number} pairs
 */
export async function measureServe(folder, pairs) {
  const parts = await bundledParts();
  const desk = join(folder, 'desk');
  try {
    await fillServedDesk(desk, parts, {
      editions: EDITIONS,
      subscribers: SUBSCRIBERS,
      people: READERS + ADMINS,
    });
  } finally {
    parts.remove();
  }
  const server = await startServer(desk);
  const people = tokens(READERS + ADMINS);
  const [admins, readers] = [people.slice(0, ADMINS), people.slice(ADMINS)];
  const [admin = ''] = admins;
  try {
    const startedMegabytes = server.megabytes();
    /** @type {Record<string, { p50: number, p99: number }>} */
    const pagesMs = {};
    for (const [at, page] of PAGES.entries()) {
      const token = admins[at % ADMINS] ?? '';
      // The first look may wait for what is kept from then on.
      await look(server.url, page, token);
      /** @type {number[]} */
      const times = [];
      while (times.length < LOOKS) times.push(await look(server.url, page, token));
      pagesMs[page] = { p50: round(quantile(times, 0.5)), p99: round(quantile(times, 0.99)) };
    }
    const previewMs = await previews(server.url, admin);
    /** @type {{ alone: number[], crowded: number[] }} */
    const builds = { alone: [], crowded: [] };
    /** @type {number[]} */
    const read = [];
    await build(server.url, admin);
    for (let pair = 0; pair < pairs; pair += 1) {
      for (const turn of /** @type {const} */ (
        pair % 2 === 0 ? ['alone', 'crowded'] : ['crowded', 'alone']
      )) {
        const crowd = turn === 'crowded' ? startReading(server.url, readers) : undefined;
        builds[turn].push(await build(server.url, admin));
        if (crowd !== undefined) read.push(...(await crowd.stop()));
      }
      process.stderr.write(
        `pair ${pair + 1} of ${pairs}: ${builds.alone.at(-1)} ms alone, ${builds.crowded.at(-1)} ms with ${READERS} readers\n`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return {
      editions: EDITIONS,
      subscribers: SUBSCRIBERS,
      readyMs: server.readyMs,
      // Of the server itself: what works for it ends by itself when it is idle.
      megabytes: { started: startedMegabytes, idle: server.megabytes() },
      pagesMs,
      previewMs,
      readers: READERS,
      readMs: { p50: round(quantile(read, 0.5)), p99: round(quantile(read, 0.99)), pages: read.length },
      buildMs: { alone: summary(builds.alone), crowded: summary(builds.crowded) },
      buildRatio: Number((median(builds.crowded) / median(builds.alone)).toFixed(3)),
    };
  } finally {
    await server.stop();
  }
}

/** @param {string} desk */
async function startServer(desk) {
  const begun = performance.now();
  const words = [inRoot('dist', 'main.js'), '--desk', desk, 'serve', '--port', '0', '--no-schedule'];
  const env = DATABASE === undefined ? process.env : { ...process.env, DATABASE_URL: DATABASE };
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'], env });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Listening on (http:\S+);/.exec(line)?.[1];
    if (url === undefined) continue;
    return {
      url,
      readyMs: Math.round(performance.now() - begun),
      megabytes: () =>
        Math.round(
          (Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) *
            1024) /
            1e6,
        ),
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw failed('the server has not started');
}

/**
 * Milliseconds until the whole page is there.
 * @param {string} url
 * @param {string} page
 * @param {string} token
 */
async function look(url, page, token) {
  const begun = performance.now();
  const answer = await fetch(url + page, { headers: { cookie: `assay=${token}`, accept: 'text/html' } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw failed(`${page} answers ${answer.status}`);
  return performance.now() - begun;
}

/**
 * @param {string} url
 * @param {string} page
 * @param {string} token
 * @param {Record<string, string>} fields
 */
function send(url, page, token, fields) {
  const csrf = createHmac('sha256', token).update('assay form').digest('base64url');
  return fetch(url + page, {
    method: 'POST',
    headers: { cookie: `assay=${token}`, origin: url },
    body: new URLSearchParams({ csrf, ...fields }),
    redirect: 'manual',
  });
}

/**
 * A draft beside the editor: the first, and one after each change of a word.
 * @param {string} url
 * @param {string} token
 */
async function previews(url, token) {
  /** @type {number[]} */
  const times = [];
  for (let at = 0; at < 9; at += 1) {
    const begun = performance.now();
    const text = `## Copper\n\nWords of the desk, changed ${'x'.repeat(at)} times: {{cu_lme_3m}}.\n`;
    const answer = await send(url, `/week/${WEEK}/draft/en`, token, { text });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw failed(`the preview answers ${answer.status}`);
    times.push(performance.now() - begun);
  }
  const [first = 0, ...warm] = times;
  return { first: Math.round(first), warm: Math.round(median(warm)) };
}

/**
 * A draft built by the server, until its events end.
 * @param {string} url
 * @param {string} token
 */
async function build(url, token) {
  const begun = performance.now();
  const asked = await send(url, `/week/${WEEK}/build`, token, {});
  const page = asked.headers.get('location');
  if (asked.status !== 303 || page === null) throw failed(`a build is answered with ${asked.status}`);
  const events = await fetch(`${url}${page}/events`, { headers: { cookie: `assay=${token}` } });
  const heard = await events.text();
  if (!/^data: built /m.test(heard)) throw failed(`a build has not ended well: ${heard.slice(-200)}`);
  return Math.round(performance.now() - begun);
}

/**
 * Readers who each open a page now and then, none at the moment of another, until they are stopped; gives the times.
 * @param {string} url
 * @param {readonly string[]} readers
 */
function startReading(url, readers) {
  /** @type {Array<Promise<number>>} */
  const looks = [];
  let opened = 0;
  const timer = setInterval(() => {
    const reader = readers[opened % readers.length] ?? '';
    const opening = look(url, READ[opened % READ.length] ?? '/archive', reader);
    // Told when they are stopped; until then a failure must not count as unhandled.
    opening.catch(() => undefined);
    looks.push(opening);
    opened += 1;
  }, EVERY_MS / readers.length);
  return {
    stop: () => {
      clearInterval(timer);
      return Promise.all(looks);
    },
  };
}

/**
 * @param {readonly number[]} values not empty
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** @param {number} ms */
function round(ms) {
  return Math.round(ms * 10) / 10;
}

/** @param {string} what */
function failed(what) {
  return new SetupError('E_BENCH_SERVE', 'unavailable', '', what);
}

/** @param {Awaited<ReturnType<typeof measureServe>>} result */
export function serveTable(result) {
  const { megabytes, previewMs, readMs, buildMs } = result;
  return [
    '\n',
    row('build with 200 readers ÷ alone', result.buildRatio),
    row(`build alone (${buildMs.alone.least}–${buildMs.alone.most} ms)`, `${buildMs.alone.median} ms`),
    row(
      `build with ${result.readers} readers (${buildMs.crowded.least}–${buildMs.crowded.most} ms)`,
      `${buildMs.crowded.median} ms`,
    ),
    row(`p99 of ${readMs.pages} pages they opened (p50 ${readMs.p50} ms)`, `${readMs.p99} ms`),
    row('memory of the server, started', `${megabytes.started} MB`),
    row('memory of the server, idle after all this', `${megabytes.idle} MB`),
    row('server ready', `${result.readyMs} ms`),
    row('first preview of a note', `${previewMs.first} ms`),
    row('preview after a change', `${previewMs.warm} ms`),
    ...Object.entries(result.pagesMs).map(([page, { p50, p99 }]) =>
      row(`  ${page} (p50 ${p50} ms)`, `${p99} ms`),
    ),
  ].join('');
}
