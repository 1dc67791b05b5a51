import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EDITION, FILL } from './bench-mail-desk.mjs';
import { SetupError } from './failure.mjs';
import { row } from './statistics.mjs';

const MANY = Number(process.env.ASSAY_BENCH_READERS ?? 1_000_000);
const FEW = MANY / 10;
const BEFORE = '2025-W23';

/** Plans week `argv[2]` for all of the ledger `argv[1]`; says how long it took and how much memory the process ever held. */
const PLAN = `const [place, week] = process.argv.slice(1);
const ledger = await parts.openLedger(place);
const begun = performance.now();
const { campaign } = await ledger.plan({ edition: week, week, version: 0, list: 'weekly',
  manifest: '0'.repeat(64), deadline: '2099-01-01T00:00:00.000Z' }, new Date().toISOString());
const ms = Math.round(performance.now() - begun);
await ledger.close();
console.log(JSON.stringify({ ms, planned: campaign.planned, peakBytes: process.resourceUsage().maxRSS * 1024 }));`;

/** One letter after another: claimed, its intent written, its outcome written. Medians and the slowest of each. */
const LETTERS = `const ledger = await parts.openLedger(process.argv[1]);
const letters = Number(process.argv[2]);
const [campaign] = await ledger.campaigns();
const owner = 'bench';
const times = { claim: [], intent: [], outcome: [] };
const timed = async (what, work) => {
  const begun = performance.now();
  const result = await work();
  times[what].push(performance.now() - begun);
  return result;
};
const now = () => new Date().toISOString();
for (let at = 0; at < letters; at += 1) {
  const { claimed: [claim] } = await timed('claim', () => ledger.claim({ campaign: campaign.id, owner, now: now(),
    leaseUntil: new Date(Date.now() + 60000).toISOString(), limit: 1 }));
  const { granted } = await timed('intent', () => ledger.write({ outcomes: [], intents: [claim], owner }, now()));
  if (!granted.has(claim.delivery)) throw new Error('not granted');
  const outcome = { delivery: claim.delivery, attempt: claim.attempt, fence: claim.fence, state: 'ACCEPTED',
    phase: 'end', reply: { code: 250, enhanced: '2.0.0', text: 'Ok' }, reason: 'accepted' };
  await timed('outcome', () => ledger.write({ outcomes: [outcome], intents: [], owner }, now()));
}
await ledger.close();
const sum = (all) => { const s = all.toSorted((a, b) => a - b); const ms = (x) => Number(x.toFixed(3));
  return { median: ms(s[Math.floor(s.length / 2)]), p99: ms(s[Math.floor(s.length * 0.99)]), most: ms(s.at(-1)) }; };
console.log(JSON.stringify({ claim: sum(times.claim), intent: sum(times.intent), outcome: sum(times.outcome) }));`;

/**
 * A campaign planned for a tenth of a million readers and then one for all, then letters claimed and written down one by
 * one; in a file, or in the empty PostgreSQL database that `ASSAY_BENCH_DATABASE` names.
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof import('./bench-mail-parts.mjs').bundledParts>>} parts
 */
export async function measureLedger(folder, parts) {
  mkdirSync(folder, { recursive: true });
  const ledger = process.env.ASSAY_BENCH_DATABASE ?? join(folder, 'ledger.db');
  await said(parts.run(FILL, [ledger, String(FEW)]));
  const few = await said(parts.run(PLAN, [ledger, BEFORE]));
  await said(parts.run(FILL, [ledger, String(MANY), String(FEW)]));
  process.stderr.write(`${MANY} readers filled in\n`);
  const planned = { few, many: await said(parts.run(PLAN, [ledger, EDITION])) };
  if (planned.many.planned !== MANY || planned.few.planned !== FEW)
    throw failed(`planned ${planned.many.planned} and ${planned.few.planned}`);
  const letters = await said(parts.run(LETTERS, [ledger, '1000']));
  return {
    readers: [FEW, MANY],
    planMs: { few: planned.few.ms, many: planned.many.ms },
    peakMegabytes: {
      few: Math.round(planned.few.peakBytes / 1e6),
      many: Math.round(planned.many.peakBytes / 1e6),
    },
    perLetterMs: letters,
  };
}

/**
 * The JSON a script ended with.
 * @param {ReturnType<typeof import('./timed.mjs').timed>} running
 */
async function said(running) {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw failed(`${stdout}${stderr}`);
  return stdout.startsWith('{') ? JSON.parse(stdout) : stdout;
}

/** @param {string} what */
function failed(what) {
  return new SetupError('E_BENCH_MAIL', 'unavailable', '', `the ledger: ${what}`);
}

/** @param {Awaited<ReturnType<typeof measureLedger>>} result */
export function ledgerTable({ readers, planMs, peakMegabytes, perLetterMs }) {
  const { claim, intent, outcome } = perLetterMs;
  const [few, many] = readers.map((count) => count.toLocaleString('en-US'));
  return [
    row(`planning ${many} readers`, `${planMs.many} ms`),
    row(`planning ${few} readers`, `${planMs.few} ms`),
    row(`peak memory, planning ${many}`, `${peakMegabytes.many} MB`),
    row(`peak memory, planning ${few}`, `${peakMegabytes.few} MB`),
    row(`claim of one among ${many} (99 %: ${claim.p99} ms)`, `${claim.median} ms`),
    row(`its intent written (99 %: ${intent.p99} ms)`, `${intent.median} ms`),
    row(`its outcome written (99 %: ${outcome.p99} ms)`, `${outcome.median} ms`),
  ].join('');
}
