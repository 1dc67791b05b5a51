import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { expect, test } from 'vitest';
import { type CampaignEnd, type Progress, runCampaign } from '../../../src/delivery/campaign/campaign.ts';
import type { Handover } from '../../../src/delivery/campaign/carrier.ts';
import { AssayError } from '../../../src/errors.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { ACCEPTED, BUSY, office, SILENT, tally } from './office.ts';

const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `p${at}@one.cn`);
const NEVER = new Promise<never>(() => undefined);

test('a stop lets what is in flight finish, begins nothing more and gives back the rest', async () => {
  const desk = await office({
    people: many(40),
    script: async (_, n) => {
      if (n === 3) desk.time.abort();
      await desk.time.pass(2_000);
      return ACCEPTED;
    },
  });
  const end = await desk.run();
  expect(end).toMatchObject({ state: 'stopped', reason: 'it was asked to stop' });
  expect(desk.sent().length).toBeLessThanOrEqual(4);
  expect(await tally(desk.ledger, desk.campaign)).toEqual({
    ACCEPTED: desk.sent().length,
    PLANNED: 40 - desk.sent().length,
  });
});

test('a stop while a line is being opened begins nothing', async () => {
  const desk = await office({
    line: () => {
      desk.time.abort();
      return undefined;
    },
  });
  expect((await desk.run()).state).toBe('stopped');
  expect(desk.events.some((one) => one.what === 'line')).toBe(true);
  expect(desk.sent()).toEqual([]);
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ PLANNED: 3 });
});

test('what is in flight for longer than the grace is left as it is, and is in doubt for the next run', async () => {
  let late: (handover: Handover) => void = () => undefined;
  const desk = await office({
    people: many(5),
    lines: 1,
    script: (_, n) => {
      if (n !== 2) return ACCEPTED;
      desk.time.abort();
      return new Promise((resolve) => {
        late = resolve;
      });
    },
  });
  expect((await desk.run({ graceMs: 20 })).state).toBe('stopped');
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 1, IN_DATA: 1, PLANNED: 3 });
  late(ACCEPTED);
  await desk.time.run(desk.time.pass(1_000));
  expect(await tally(desk.ledger, desk.campaign)).toMatchObject({ IN_DATA: 1 });
  expect(desk.kept).toEqual([]);
  const { effects } = { effects: { ...desk.time, stop: new AbortController().signal } };
  expect((await desk.run({ effects, isGone: (owner) => owner === 'me', owner: 'next' })).state).toBe(
    'finished',
  );
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 4, UNCERTAIN: 1 });
});

test('a dead sender’s claims are free at once, its intents in doubt; nothing goes twice', async () => {
  let died: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  const desk = await office({
    people: many(20),
    lines: 2,
    script: (_, n) => {
      if (n === 6) died();
      return n === 5 || n === 6 ? NEVER : ACCEPTED;
    },
  });
  const dead = desk.run({ owner: 'dead' });
  dead.catch(() => undefined);
  await death;
  expect(await tally(desk.ledger, desk.campaign)).toMatchObject({ ACCEPTED: 4, IN_DATA: 2, CLAIMED: 2 });
  const end = await desk.run({ owner: 'next', isGone: (owner) => owner === 'dead' });
  expect(end.state).toBe('finished');
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 18, UNCERTAIN: 2 });
  expect(new Set(desk.sent()).size).toBe(20);
  expect(desk.sent()).toHaveLength(20);
});

test('two senders at once share the work, each letter goes once, and both end', async () => {
  const desk = await office({
    people: many(60),
    script: async () => {
      await desk.time.pass(100);
      return ACCEPTED;
    },
  });
  const ends = await Promise.all([desk.run({ owner: 'one' }), desk.run({ owner: 'two' })]);
  expect(ends.map((end) => end.state)).toEqual(['finished', 'finished']);
  expect(desk.sent()).toHaveLength(60);
  expect(new Set(desk.sent()).size).toBe(60);
  expect(await desk.ledger.audit(desk.time.now().toISOString())).toEqual([]);
});

test('a sender that stood still past its lease, before its intents, is granted none', async () => {
  let stood = false;
  const desk = await office({
    people: many(10),
    lines: 1,
    line: () => {
      if (stood) return undefined;
      stood = true;
      desk.time.freeze(20 * 60_000);
      return undefined;
    },
  });
  const end = await desk.run();
  expect(end.state).toBe('finished');
  expect(desk.sent()).toHaveLength(10);
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 10 });
});

test.each([
  ['stood still', 'freeze'],
  ['slept, ticks and all,', 'jump'],
] as const)(
  'one that %s between intent and letter does not send: others hold it for in doubt by then',
  async (_, how) => {
    let stood = false;
    const desk = await office({
      people: many(3),
      lines: 1,
      wrap: (ledger, time) => ({
        ...ledger,
        async write(batch, now) {
          const written = await ledger.write(batch, now);
          if (stood || batch.intents.length === 0) return written;
          stood = true;
          time[how](20 * 60_000);
          await ledger.recover([], time.now().toISOString());
          return written;
        },
      }),
    });
    expect((await desk.run()).state).toBe('finished');
    expect(desk.sent()).toHaveLength(2);
    expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 2, UNCERTAIN: 1 });
  },
);

test('claims in hand whose lease ended while the machine slept are claimed anew, and go once', async () => {
  const desk = await office({
    people: many(30),
    lines: 2,
    script: (_, n) => {
      if (n === 3) desk.time.jump(20 * 60_000);
      return ACCEPTED;
    },
  });
  expect((await desk.run()).state).toBe('finished');
  expect(desk.sent().sort()).toEqual(many(30).sort());
  // At once: not when their ticks run out as well.
  expect(desk.time.ticks()).toBeLessThan(60_000);
  expect(await desk.ledger.audit(desk.time.now().toISOString())).toEqual([]);
});

test('one that would pause what was cancelled a moment before ends, and breaks nothing', async () => {
  const desk = await office({
    people: many(3),
    lines: 1,
    line: () => ({ reason: '535 wrong password', fatal: true }),
    wrap: (ledger) => ({
      ...ledger,
      async setCampaign(id, state, reason, now) {
        await ledger.setCampaign(id, 'cancelled', 'by the desk', now);
        return ledger.setCampaign(id, state, reason, now);
      },
    }),
  });
  expect(await desk.run()).toMatchObject({ state: 'stopped', reason: 'by the desk' });
});

test('a correction waits until no server can still be taking the edition before', async () => {
  const order: string[] = [];
  let correction: Promise<CampaignEnd> | undefined;
  let go = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  const desk = await office({
    people: ['a@one.cn', 'b@one.cn'],
    lines: 1,
    script: async ({ envelopeId }, n) => {
      if (n === 1) {
        const { edition, list, deadline } = desk.campaign;
        const plan = { edition: `${edition}-c1`, week: edition, version: 1, list, manifest: 'h2', deadline };
        const { campaign } = await desk.ledger.plan(plan, desk.time.now().toISOString());
        const onProgress = ({ note }: Progress) => {
          if (note === 'letters of the edition before are under way') go();
        };
        correction = desk.run({ campaign, owner: 'another', onProgress });
        await desk.time.busy(gone);
      }
      go();
      order.push((await desk.ledger.delivery(envelopeId))?.edition ?? '');
      return ACCEPTED;
    },
  });
  expect((await desk.run()).state).toBe('stopped');
  expect((await correction)?.state).toBe('finished');
  expect(order).toEqual(['2026-W47', '2026-W47-c1', '2026-W47-c1']);
});

test('a letter that takes longer than its lease still counts as what its server says', async () => {
  const desk = await office({
    people: ['a@one.cn'],
    script: async () => {
      await desk.time.pass(40 * 60_000);
      await desk.ledger.recover([], desk.time.now().toISOString());
      return ACCEPTED;
    },
  });
  expect((await desk.run()).state).toBe('finished');
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 1 });
});

/** A ledger whose disk is full from its `from`-th write on, whether or not the commit went through. */
function fullFrom(from: number, ledger: Ledger, healed: () => boolean, commits: boolean): Ledger {
  let writes = 0;
  return {
    ...ledger,
    async write(batch, now) {
      writes += 1;
      if (writes < from || healed()) return ledger.write(batch, now);
      if (commits) await ledger.write(batch, now);
      throw new AssayError('io', { code: 'E_LEDGER_FULL', where: 'ledger.db', message: 'the disk is full.' });
    },
  };
}

test.each([true, false])(
  'a disk that is full stops the sending; outcomes lie in the journal and are merged by the next run (committed: %s)',
  async (commits) => {
    let healed = false;
    const desk = await office({
      people: many(12),
      lines: 2,
      script: ({ to }, n) => (to === 'p1@one.cn' && n < 5 ? BUSY : to === 'p2@one.cn' ? SILENT : ACCEPTED),
    });
    const folder = mkdtempSync(path(tmpdir(), 'assay-full-'));
    const run = {
      ledger: fullFrom(4, desk.ledger, () => healed, commits),
      campaign: desk.campaign,
      letters: {
        compose: (claim: { address: string; delivery: string }) => ({
          from: 'desk@example.cn',
          to: claim.address,
          international: false,
          bytes: 10,
          envelopeId: claim.delivery,
          open: () => Buffer.from(''),
        }),
      },
      carrier: desk.carrier,
      mail: desk.mail,
      effects: desk.time,
      journalFolder: folder,
      onProgress: () => undefined,
    };
    await expect(desk.time.run(runCampaign(run))).rejects.toThrow(
      /^E_LEDGER_FULL ledger\.db: the disk is full\.$/,
    );
    const before = desk.sent().length;
    expect(before).toBeGreaterThan(2);
    expect(before).toBeLessThan(12);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(desk.time.lines.at(-1)).toMatch(
      /^The ledger cannot be written\. What became of letters is kept in /,
    );

    healed = true;
    expect((await desk.time.run(runCampaign(run))).state).toBe('finished');
    expect(readdirSync(folder)).toEqual([]);
    expect(new Set(desk.sent()).size).toBe(12);
    const twice = desk.sent().filter((to, at, all) => all.indexOf(to) !== at);
    expect(twice.filter((to) => to !== 'p1@one.cn')).toEqual([]);
    expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 11, UNCERTAIN: 1 });
    expect(await desk.ledger.audit(desk.time.now().toISOString())).toEqual([]);
    rmSync(folder, { recursive: true });
  },
);
