import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { assay } from '../../support/assay.ts';
import { bundled } from '../../support/bundled.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { fillLedger, loopback, mailingDesk, publishLetters } from '../../support/mail-desk.ts';
import { postgresUrl } from '../../support/postgres.ts';
import { sinkLog, startSinkProcess } from '../../support/smtp-process.ts';
import { chance, seedOfRun } from '../killed/chance.ts';

const EDITION = '2025-W24';
/** For each sender: enough to be at work when the last is frozen. */
const EACH = 70;
/** Milliseconds. A frozen sender sleeps longer than its lease. */
const LEASE = 1500;
const FREEZES = 3;
let program = '';

beforeAll(async () => {
  program = await bundled(new URL('./sender.ts', import.meta.url));
});

interface Sender {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function startSender(desk: string, place: string): Sender {
  const child = spawn(process.execPath, [program, desk, place, EDITION, String(LEASE)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Awaited<Sender['ended']>>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Milliseconds, or until the sender has ended. */
function passed(ms: number, { ended }: Sender): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([time, ended]).finally(() => clearTimeout(timer));
}

async function statesOf(place: string) {
  const ledger = await openLedger(place);
  try {
    const [campaign] = await ledger.campaigns();
    const states = new Map<string, string>();
    let late = 0;
    for await (const batch of ledger.deliveries({ edition: EDITION })) {
      for (const { delivery, address, state } of batch) {
        states.set(address, state);
        late += (await ledger.attempts(delivery)).filter(({ kind }) => kind === 'evidence').length;
      }
    }
    return { states, campaign: campaign?.state ?? '', late };
  } finally {
    await ledger.close();
  }
}

/** How many letters a sender has with the server. */
async function underWay(place: string, { child }: Sender): Promise<number> {
  const ledger = await openLedger(place);
  let count = 0;
  for await (const batch of ledger.deliveries({ edition: EDITION, states: ['IN_DATA'] }))
    count += batch.filter(({ owner }) => owner.split(':')[2] === String(child.pid)).length;
  await ledger.close();
  return count;
}

/**
 * Stops a sender where it holds no lock of the database. One stopped in the midst of a writing step makes the others
 * wait for it, on SQLite until their patience ends: nothing is sent twice, but then there is nothing to see either.
 */
async function freeze(place: string, sender: Sender): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    if (!sender.child.kill('SIGSTOP')) return;
    if (await writable(place)) return;
    sender.child.kill('SIGCONT');
    await passed(5 + (tries % 10) * 7, sender);
  }
}

/** Whether a writer gets in while the sender is stopped: only SQLite has one lock for all. */
async function writable(place: string): Promise<boolean> {
  if (place.startsWith('postgres')) return true;
  const driver = new Database(place, { timeout: 200 });
  try {
    driver.exec('begin immediate; rollback');
    return true;
  } catch {
    return false;
  } finally {
    driver.close();
  }
}

async function plan(place: string, manifest: string): Promise<void> {
  const ledger = await openLedger(place);
  const now = new Date().toISOString();
  const deadline = new Date(Date.now() + 3_600_000).toISOString();
  await ledger.recordEdition(EDITION, manifest, now, now);
  const campaign = { edition: EDITION, week: EDITION, version: 0, list: 'weekly', manifest, deadline };
  await ledger.plan(campaign, now);
  await ledger.close();
}

const CASES = [
  { kind: 'sqlite', senders: 2 },
  { kind: 'postgres', senders: 2 },
  { kind: 'postgres', senders: 3 },
];

/** One of so many senders frozen past its lease and woken again and again. */
async function frozenAndWoken({ kind, senders }: (typeof CASES)[number]): Promise<void> {
  const database = kind === 'sqlite' ? undefined : await postgresUrl();
  // Said to be skipped by whoever looked for it.
  if (kind === 'postgres' && database === undefined) return;
  const seed = seedOfRun();
  const random = chance(seed);
  const desk = await temporaryDesk({});
  const log = join(desk, 'sink.log');
  const sink = await startSinkProcess({ log, delay: '100-400' });
  const all: Sender[] = [];
  try {
    await writeFile(join(desk, 'data', 'desk.yaml'), mailingDesk(loopback(sink.port, { connections: 3 })));
    const place = database ?? join(desk, 'data', 'ledger.db');
    const { manifest } = await publishLetters(desk, EDITION);
    await fillLedger(place, EACH * senders);
    await plan(place, manifest);
    for (let count = 0; count < senders; count += 1) all.push(startSender(desk, place));
    let frozen = 0;
    for (let freeze = 0; freeze < FREEZES; freeze += 1) {
      const one = all[Math.floor(random() * senders)];
      if (one === undefined || one.child.exitCode !== null) continue;
      await passed(200 + random() * 600, one);
      if (!one.child.kill('SIGSTOP')) continue;
      await passed(LEASE * (1.1 + random()), one);
      if (one.child.kill('SIGCONT')) frozen += 1;
    }
    // The last sleeps until the others have taken over what it held and finished without it.
    const last = all[Math.floor(random() * senders)];
    let held = 0;
    if (last?.child.exitCode === null) {
      await freeze(place, last);
      held = await underWay(place, last);
      await Promise.all(all.filter((one) => one !== last).map(({ ended }) => ended));
      if (last.child.kill('SIGCONT')) frozen += 1;
    }
    const ends = await Promise.all(all.map(({ ended }) => ended));
    expect(
      ends.map(({ code, stderr }) => ({ code, stderr })),
      `seed ${seed}`,
    ).toEqual(ends.map(() => ({ code: 0, stderr: expect.not.stringMatching(/^E_|Error/m) })));
    expect(frozen).toBeGreaterThan(0);
    const copies = (await sinkLog(log)).map(({ address }) => address);
    const { states, campaign, late } = await statesOf(place);
    const uncertain = [...states.values()].filter((one) => one === 'UNCERTAIN').length;
    console.info(
      `${senders} senders on ${kind}, seed ${seed}: ${frozen} freezes, ${late} outcomes came too late (${held} letters under way at the last), ${uncertain} uncertain`,
    );
    expect(late, `seed ${seed}`).toBeGreaterThanOrEqual(held);
    expect(campaign).toBe('finished');
    expect(states.size).toBe(EACH * senders);
    expect(copies.filter((one, at) => copies.indexOf(one) < at)).toEqual([]);
    const got = new Set(copies);
    for (const [address, state] of states) {
      expect(['ACCEPTED', 'UNCERTAIN']).toContain(state);
      if (state === 'ACCEPTED') expect(got.has(address)).toBe(true);
    }
    const env = { DATABASE_URL: database ?? '' };
    expect(await assay(['deliveries', 'audit', '--desk', desk], { env })).toMatchObject({ code: 0 });
  } finally {
    for (const { child } of all) child.kill('SIGKILL');
    await sink.close();
  }
}

test.skipIf(process.platform !== 'linux')(
  'of two and of three senders one is frozen past its lease and woken again and again: nobody gets two copies',
  async () => {
    // At once: nearly all of their time is waiting.
    const ends = await Promise.allSettled(CASES.map(frozenAndWoken));
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason : 'kept'))).toEqual(
      CASES.map(() => 'kept'),
    );
  },
  300_000,
);
