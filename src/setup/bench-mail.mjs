import { spawn } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EDITION, FILL, PUBLISH, writeMailDesk } from './bench-mail-desk.mjs';
import { ledgerTable, measureLedger } from './bench-mail-ledger.mjs';
import { bundledParts } from './bench-mail-parts.mjs';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { median, row, summary } from './statistics.mjs';
import { timed } from './timed.mjs';

/** Letters a run; another number by `ASSAY_BENCH_LETTERS`. */
const LETTERS = Number(process.env.ASSAY_BENCH_LETTERS ?? 10_000);
const PDF_BYTES = 1_000_000;
const CONNECTIONS = 5;

/**
 * Ten thousand letters with a PDF of a megabyte to a sink on this machine, by `assay send` as a cold process, against
 * bare nodemailer sending one finished message of the same size as often, over as many connections. Then the ledger
 * with a million readers.
 * @param {string} folder
 * @param {number} pairs
 */
export async function measureMail(folder, pairs) {
  const parts = await bundledParts();
  const sink = await startSink();
  try {
    const desk = join(folder, 'desk');
    writeMailDesk(desk, sink.port, CONNECTIONS);
    await sound(parts.run(PUBLISH, [join(desk, 'reports'), String(PDF_BYTES)]));
    const filled = join(folder, 'filled.db');
    await sound(parts.run(FILL, [filled, String(LETTERS)]));
    const bytes = await letterBytes(desk, filled);
    const message = join(folder, 'message.eml');
    writeFileSync(message, finishedMessage(bytes));
    const runs = { send: noRuns(), bare: noRuns() };
    for (let pair = 0; pair < pairs; pair += 1) {
      for (const turn of /** @type {const} */ (pair % 2 === 0 ? ['send', 'bare'] : ['bare', 'send'])) {
        const one = turn === 'send' ? await send(desk, filled) : await bare(message, sink.port);
        runs[turn].whole.push(one.ms);
        runs[turn].inside.push(one.insideMs);
      }
      process.stderr.write(
        `pair ${pair + 1} of ${pairs}: ${runs.send.whole.at(-1)} ms sent, ${runs.bare.whole.at(-1)} ms bare\n`,
      );
    }
    // Memory in a run of its own: looking at /proc takes time that must not be measured.
    const { peakBytes } = await send(desk, filled, true);
    const rate = (/** @type {number[]} */ ms) => Math.round((LETTERS * 1000) / median(ms));
    return {
      letters: LETTERS,
      letterBytes: bytes,
      ratio: Number((median(runs.bare.whole) / median(runs.send.whole)).toFixed(3)),
      insideRatio: Number((median(runs.bare.inside) / median(runs.send.inside)).toFixed(3)),
      sendMs: summary(runs.send.whole),
      bareMs: summary(runs.bare.whole),
      perSecond: { send: rate(runs.send.inside), bare: rate(runs.bare.inside) },
      peakMegabytes: Math.round((peakBytes ?? 0) / 1e6),
      ledger: await measureLedger(join(folder, 'ledger'), parts),
    };
  } finally {
    sink.stop();
    parts.remove();
  }
}

function noRuns() {
  return { whole: /** @type {number[]} */ ([]), inside: /** @type {number[]} */ ([]) };
}

/** The tests' sink, which swallows what it is sent. */
async function startSink() {
  const child = spawn(process.execPath, [inRoot('test', 'support', 'sink-process.mjs'), '--fast'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const port = Number(String(value).replace('port ', ''));
  if (!(port > 0)) throw failed(`the sink said ${String(value)}, not its port`);
  return { port, stop: () => child.kill('SIGKILL') };
}

/**
 * A ledger in which nothing was ever sent, and a machine that remembers none.
 * @param {string} desk
 * @param {string} filled
 */
function freshLedger(desk, filled) {
  const ledger = join(desk, 'data', 'ledger.db');
  for (const end of ['', '-wal', '-shm']) rmSync(ledger + end, { force: true });
  rmSync(join(desk, 'state'), { recursive: true, force: true });
  copyFileSync(filled, ledger);
}

/**
 * @param {string} desk
 * @param {string} filled
 */
async function letterBytes(desk, filled) {
  freshLedger(desk, filled);
  const words = ['send', EDITION, '--dry-run', '--json', '--desk', desk];
  const { stdout } = await sound(timed(process.execPath, [inRoot('dist', 'main.js'), ...words], false));
  const bytes = JSON.parse(stdout).plan?.kinds?.[0]?.bytes;
  if (!(bytes > PDF_BYTES)) throw failed(`a dry run gives no size of a letter: ${stdout}`);
  return bytes;
}

/**
 * @param {string} desk
 * @param {string} filled
 * @param {boolean} [memory]
 */
async function send(desk, filled, memory = false) {
  freshLedger(desk, filled);
  const words = ['send', EDITION, '--json', '--wait', '0', '--desk', desk];
  const ended = await sound(timed(process.execPath, [inRoot('dist', 'main.js'), ...words], memory));
  const { state, counts, ms } = JSON.parse(ended.stdout);
  if (state !== 'finished' || counts.ACCEPTED !== LETTERS) throw failed(`not all was sent: ${ended.stdout}`);
  return { ...ended, insideMs: Math.round(ms) };
}

const BARE = `import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
const [file, port, connections, letters] = process.argv.slice(1);
const raw = readFileSync(file);
const begun = performance.now();
const transport = createTransport({ pool: true, maxConnections: Number(connections), maxMessages: Infinity,
  host: '127.0.0.1', port: Number(port), secure: false, ignoreTLS: true });
let left = Number(letters);
const line = async () => {
  while (left-- > 0) await transport.sendMail({ raw, envelope: { from: 'weekly@desk.example', to: 'reader' + left + '@a.example' } });
};
await Promise.all(Array.from({ length: Number(connections) }, line));
transport.close();
console.log(JSON.stringify({ ms: performance.now() - begun }));`;

/**
 * @param {string} message
 * @param {number} port
 */
async function bare(message, port) {
  const args = ['--input-type=module', '--eval', BARE, message, ...[port, CONNECTIONS, LETTERS].map(String)];
  const ended = await sound(timed(process.execPath, args, false, inRoot()));
  return { ...ended, insideMs: Math.round(JSON.parse(ended.stdout).ms) };
}

/**
 * A message of so many bytes, laid out as one with an attachment.
 * @param {number} bytes
 */
function finishedMessage(bytes) {
  const head =
    'From: weekly@desk.example\r\nSubject: Copper ends the week higher\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const line = `${'QUJD'.repeat(19)}\r\n`;
  return head + line.repeat(Math.round((bytes - head.length) / line.length));
}

/** @param {ReturnType<typeof timed>} running */
async function sound(running) {
  const ended = await running;
  if (ended.code === 0) return ended;
  throw failed(`exit code ${ended.code}: ${ended.stdout}${ended.stderr}`);
}

/** @param {string} what */
function failed(what) {
  return new SetupError('E_BENCH_MAIL', 'unavailable', '', what);
}

/** @param {Awaited<ReturnType<typeof measureMail>>} result */
export function mailTable(result) {
  const { letters, sendMs, bareMs, perSecond, peakMegabytes } = result;
  const count = letters.toLocaleString('en-US');
  return [
    '\n',
    row('rate of assay send ÷ of bare nodemailer, whole processes', result.ratio),
    row('  of it while sending', result.insideRatio),
    row(`${count} letters of ${result.letterBytes} bytes, sent`, `${sendMs.median} ms`),
    row(`${count} messages of as many bytes, bare`, `${bareMs.median} ms`),
    row('  letters a second', perSecond.send),
    row('  messages a second, bare', perSecond.bare),
    row('peak memory, sending', `${peakMegabytes} MB`),
    ledgerTable(result.ledger),
  ].join('');
}
