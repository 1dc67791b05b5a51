import { expect, test } from 'vitest';
import { AssayError } from '../../../src/errors.ts';
import { ACCEPTED, BUSY, CLOSING, DROPPED, GONE, office, POLICY, SILENT, tally } from './office.ts';

const many = (count: number, domain = 'one.cn'): string[] =>
  Array.from({ length: count }, (_, at) => `p${String(at).padStart(3, '0')}@${domain}`);

test('everybody gets one letter, and the campaign is finished', async () => {
  const { run, sent, ledger, campaign, time, progress } = await office({ people: many(50) });
  const end = await run();
  expect(end).toMatchObject({ state: 'finished', nextDue: undefined });
  expect(sent().sort()).toEqual(many(50));
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 50 });
  expect(progress.at(-1)).toEqual({ planned: 50, done: 50, accepted: 50, note: '' });
  expect(await ledger.audit(time.now().toISOString())).toEqual([]);
});

test('the server hears of a letter only after its intent is committed, on a line that was there before', async () => {
  const { run, events } = await office({ people: many(20), lines: 3 });
  await run();
  const sends = events.flatMap((one) => (one.what === 'send' ? [one.granted] : []));
  expect(sends).toEqual(Array(20).fill('IN_DATA'));
  let lines = 0;
  for (const { what } of events) {
    lines += what === 'line' ? 1 : what === 'release' ? -1 : 0;
    expect(lines).toBeGreaterThanOrEqual(what === 'send' ? 1 : 0);
  }
  expect(lines).toBe(0);
});

test('of all lines together there is one commit for each letter or less', async () => {
  let writes = 0;
  const { run } = await office({
    people: many(100),
    lines: 5,
    smtp: { perSecond: 1e9, perDomain: 1e9 },
    wrap: (ledger) => ({
      ...ledger,
      write: (batch, now) => {
        writes += 1;
        return ledger.write(batch, now);
      },
    }),
  });
  await run();
  expect(writes).toBeGreaterThan(19);
  expect(writes).toBeLessThanOrEqual(25);
});

test('a deferred letter goes again after 5, then 30 minutes, not sooner; the run waits for what it has patience for', async () => {
  const { run, events, time } = await office({
    people: ['a@one.cn'],
    script: (_, n) => (n <= 2 ? BUSY : ACCEPTED),
  });
  const first = await run();
  expect(first).toMatchObject({ state: 'waiting', nextDue: '2026-11-21T06:35:00.000Z' });
  await time.run(time.pass(Date.parse(first.nextDue ?? '') - time.now().getTime()));
  expect(await run()).toMatchObject({ state: 'finished' });
  const at = events.flatMap((one) => (one.what === 'send' ? [one.at / 60_000] : []));
  expect(at).toEqual([0, 5, 35]);
});

test('what is never taken expires at the deadline and is not sent after it', async () => {
  const { run, sent, ledger, campaign } = await office({
    people: ['a@one.cn', 'b@one.cn'],
    expireHours: 3,
    script: ({ to }) => (to === 'a@one.cn' ? BUSY : ACCEPTED),
  });
  const end = await run({ patience: 24 * 3_600_000 });
  expect(end.state).toBe('finished');
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 1, EXPIRED: 1 });
  expect(sent().filter((to) => to === 'a@one.cn')).toHaveLength(4);
});

test('a campaign that takes over four hours is told of, once', async () => {
  const { run, time } = await office({ people: ['a@one.cn'], expireHours: 12, script: () => BUSY });
  await run({ patience: 24 * 3_600_000 });
  expect(time.lines.filter((line) => line.startsWith('W_SEND_LATE'))).toEqual([
    'W_SEND_LATE 2026-W47: 1 letter not sent 4 hours after the campaign began. What is not sent by 2026-11-21T18:00:00.000Z expires. See "assay deliveries list".',
  ]);
});

test('a refused recipient is told from the rest, and the address is struck', async () => {
  const { run, ledger, campaign } = await office({
    script: ({ to }) => (to === 'b@one.cn' ? GONE : ACCEPTED),
  });
  expect((await run()).state).toBe('finished');
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 2, REJECTED: 1 });
  expect((await ledger.subscribers.byKey('b@one.cn'))?.state).toBe('bounced');
});

test('silence is in doubt, finishes the campaign and is never sent again by the machine', async () => {
  const { run, sent, ledger, campaign } = await office({
    script: ({ to }) => (to === 'b@one.cn' ? SILENT : ACCEPTED),
  });
  expect((await run()).state).toBe('finished');
  expect((await run()).state).toBe('finished');
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 2, UNCERTAIN: 1 });
  expect(sent()).toHaveLength(3);
});

test('a desk that says so has it sent again after its hours, once', async () => {
  const { run, sent, time } = await office({
    people: ['a@one.cn', 'b@one.cn'],
    mail: { uncertain: { resendAfterHours: 6 } },
    script: ({ to }, n) => (to === 'a@one.cn' ? (n < 3 ? SILENT : ACCEPTED) : BUSY),
  });
  await run();
  expect(sent().filter((to) => to === 'a@one.cn')).toHaveLength(1);
  await time.run(time.pass(7 * 3_600_000));
  await run();
  expect(sent().filter((to) => to === 'a@one.cn')).toHaveLength(2);
});

test('three refusals in a row that are ours pause the campaign, and nobody is rejected', async () => {
  const { run, sent, ledger, campaign } = await office({ people: many(40), lines: 1, script: () => POLICY });
  expect(await run()).toMatchObject({
    state: 'paused',
    reason: 'the mail server refused 3 letters in a row for a reason of ours: 554 5.7.1 blocked',
  });
  expect(sent()).toHaveLength(3);
  expect(await tally(ledger, campaign)).toEqual({ PLANNED: 37, DEFERRED: 3 });
  expect((await ledger.campaigns())[0]).toMatchObject({ state: 'paused' });
  expect((await run()).state).toBe('paused');
  expect(sent()).toHaveLength(3);
});

test('a server in trouble is waited for without an attempt; nobody is blamed', async () => {
  const { run, ledger, campaign, time, progress } = await office({
    people: many(10),
    line: (n) => (n <= 6 ? { reason: '421 too many connections', fatal: false } : undefined),
  });
  expect((await run()).state).toBe('finished');
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 10 });
  expect(progress.some(({ note }) => note === '421 too many connections; next try in 1 s')).toBe(true);
  expect(time.ticks()).toBeGreaterThanOrEqual(6_000);
  for await (const batch of ledger.deliveries({ campaign: campaign.id })) {
    expect(batch.map((one) => one.attempts)).toEqual(Array(10).fill(1));
  }
});

test('trouble that lasts pauses the campaign after some minutes, with every claim given back', async () => {
  const { run, ledger, campaign, time } = await office({
    line: () => ({ reason: 'connection refused', fatal: false }),
  });
  expect(await run()).toMatchObject({
    state: 'paused',
    reason: 'connection refused (tried 7 times in a row)',
  });
  expect(time.ticks()).toBe(501_000);
  expect(await tally(ledger, campaign)).toEqual({ PLANNED: 3 });
});

test('a wrong password pauses at once', async () => {
  const { run, ledger, campaign, time } = await office({
    line: () => ({ reason: '535 5.7.8 wrong password', fatal: true }),
  });
  expect(await run()).toMatchObject({ state: 'paused', reason: '535 5.7.8 wrong password' });
  expect(time.ticks()).toBe(0);
  expect(await tally(ledger, campaign)).toEqual({ PLANNED: 3 });
});

test('a server that hangs up mid-dialogue is left alone for a while, and the letters come again soon', async () => {
  const { run, events, ledger, campaign } = await office({
    people: many(6),
    lines: 2,
    script: (_, n) => (n <= 2 ? CLOSING : n === 3 ? DROPPED : ACCEPTED),
  });
  expect((await run()).state).toBe('finished');
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 6 });
  const at = events.flatMap((one) => (one.what === 'send' ? [one.at] : []));
  expect(at.slice(0, 5)).toEqual([0, 0, 1_000, 1_000, 6_000]);
});

test('a server that falls silent on everything is not fed the whole list', async () => {
  const { run, ledger, campaign } = await office({ people: many(100), lines: 2, script: () => SILENT });
  expect((await run()).state).toBe('paused');
  const counts = await tally(ledger, campaign);
  expect(counts.UNCERTAIN).toBeLessThanOrEqual(8);
  expect((counts.UNCERTAIN ?? 0) + (counts.PLANNED ?? 0)).toBe(100);
});

test('a letter too big for the server pauses before anything is sent', async () => {
  const { run, sent, ledger, campaign } = await office({
    offers: { size: 5_000 },
    bytes: () => 5_001,
  });
  expect(await run()).toMatchObject({
    state: 'paused',
    reason:
      'a letter of 5,001 bytes is more than the mail server takes (5,000). Raise its limit, or send a link instead of the PDF',
  });
  expect(sent()).toEqual([]);
  expect(await tally(ledger, campaign)).toEqual({ PLANNED: 3 });
});

test('so does one over the desk’s own limit', async () => {
  const { run, sent } = await office({ mail: { maxBytes: 999 } });
  expect(await run()).toMatchObject({
    state: 'paused',
    reason:
      'a letter of 1,000 bytes is over mail.maxBytes (999). Raise it, or send a link instead of the PDF',
  });
  expect(sent()).toEqual([]);
});

test('an address the server cannot write to is rejected without an attempt and without a strike', async () => {
  const { run, sent, ledger, campaign } = await office({ people: ['李伟@one.cn', 'b@one.cn'] });
  expect((await run()).state).toBe('finished');
  expect(sent()).toEqual(['b@one.cn']);
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 1, REJECTED: 1 });
  const subscriber = await ledger.subscribers.byKey('李伟@one.cn');
  expect(subscriber?.state).toBe('active');
  const offered = await office({ people: ['李伟@one.cn'], offers: { international: true } });
  await offered.run();
  expect(offered.sent()).toEqual(['李伟@one.cn']);
});

test('a recipient for whom there can be no letter is rejected; where the edition is at fault the campaign pauses', async () => {
  const refused = (exit: 'data' | 'missing') => ({
    compose: () => {
      throw new AssayError(exit, { code: 'E_LETTER', where: '', message: 'no letter' });
    },
  });
  const one = await office();
  expect((await one.run({ letters: refused('data') })).state).toBe('finished');
  expect(await tally(one.ledger, one.campaign)).toEqual({ REJECTED: 3 });
  const two = await office();
  expect(await two.run({ letters: refused('missing') })).toMatchObject({ state: 'paused' });
  expect(await tally(two.ledger, two.campaign)).toEqual({ DEFERRED: 3 });
});

test('a defect ends the run with its error, and gives back what was claimed', async () => {
  const { run, ledger, campaign } = await office({ people: many(30) });
  const letters = {
    compose: () => {
      throw new TypeError('a defect');
    },
  };
  await expect(run({ letters })).rejects.toThrow('a defect');
  const counts = await tally(ledger, campaign);
  expect(counts.PLANNED).toBeGreaterThanOrEqual(28);
});

test('an unsubscription after planning is honored at the claim', async () => {
  const { run, sent, ledger, campaign, time } = await office();
  const person = await ledger.subscribers.byKey('b@one.cn');
  await ledger.subscribers.change((writing) =>
    writing.setState(person?.id ?? 0, 'unsubscribed', 'page', 'wish', time.now().toISOString()),
  );
  expect((await run()).state).toBe('finished');
  expect(sent().sort()).toEqual(['a@one.cn', 'c@two.cn']);
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 2, SUPPRESSED: 1 });
});

test('a campaign that somebody cancels or pauses meanwhile stops, and what was in flight is kept', async () => {
  for (const state of ['cancelled', 'paused'] as const) {
    const desk = await office({
      people: many(20),
      lines: 1,
      script: async (_, n) => {
        const now = desk.time.now().toISOString();
        if (n === 3) await desk.ledger.setCampaign(desk.campaign.id, state, 'by hand', now);
        return ACCEPTED;
      },
    });
    const end = await desk.run();
    expect(end).toMatchObject({ state: state === 'paused' ? 'paused' : 'stopped', reason: 'by hand' });
    expect(desk.sent()).toHaveLength(3);
    expect(await tally(desk.ledger, desk.campaign)).toEqual({
      ACCEPTED: 3,
      [state === 'paused' ? 'PLANNED' : 'CANCELLED']: 17,
    });
  }
});

test('the rates hold, and a slow domain does not hold up the others', async () => {
  const { run, events } = await office({
    people: [...many(30, 'slow.cn'), ...many(30, 'x.cn').map((one, at) => one.replace('x.cn', `d${at}.cn`))],
    lines: 3,
    smtp: { perSecond: 10, perDomain: 1 },
  });
  expect((await run()).state).toBe('finished');
  const sends = events.flatMap((one) => (one.what === 'send' ? [one] : []));
  const slow = sends.filter((one) => one.to.endsWith('@slow.cn')).map((one) => one.at);
  const others = sends.filter((one) => !one.to.endsWith('@slow.cn')).map((one) => one.at);
  expect([slow.length, others.length]).toEqual([30, 30]);
  expect(Math.max(...others)).toBeLessThan(8_000);
  expect(Math.max(...slow)).toBeLessThan(31_000);
  for (const [at, list] of [
    [1, slow],
    [10, sends.map((one) => one.at)],
  ] as const) {
    for (const from of list) {
      expect(list.filter((tick) => tick >= from && tick < from + 999).length).toBeLessThanOrEqual(at);
    }
  }
});

test('a claim that must wait past its lease is given back and claimed anew, never sent under an old one', async () => {
  const { run, ledger, campaign, events } = await office({
    people: many(12, 'slow.cn'),
    smtp: { perDomain: 0.02 },
  });
  expect((await run({ leaseMs: 120_000 })).state).toBe('finished');
  expect(await tally(ledger, campaign)).toEqual({ ACCEPTED: 12 });
  expect(events.filter((one) => one.what === 'send')).toHaveLength(12);
});

test('a clock that jumps by over an hour pauses the campaign', async () => {
  const desk = await office({
    people: many(20),
    lines: 1,
    script: (_, n) => {
      if (n === 2) desk.time.jump(3 * 3_600_000);
      return ACCEPTED;
    },
  });
  const end = await desk.run();
  expect(end.state).toBe('paused');
  expect(end.reason).toMatch(/^the clock of this machine went forward by 3\.0 hours/);
  expect(desk.sent()).toHaveLength(2);
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ ACCEPTED: 2, PLANNED: 18 });
});

test('by a clock that went wrong while waiting nothing expires and no lease ends', async () => {
  const desk = await office({ people: ['a@one.cn', 'b@one.cn'], script: () => BUSY });
  const jump = async (): Promise<void> => {
    await desk.time.pass(120_000);
    desk.time.jump(365 * 86_400_000);
  };
  const [end] = await Promise.all([desk.run(), desk.time.run(jump())]);
  expect(end.state).toBe('paused');
  expect(end.reason).toMatch(/^the clock of this machine went forward by 8760\.0 hours/);
  expect(await tally(desk.ledger, desk.campaign)).toEqual({ DEFERRED: 2 });
});

test('a reason to pause that comes with the last letter does not keep the campaign from its end', async () => {
  const { run } = await office({ people: many(7), lines: 2, script: () => SILENT });
  expect((await run()).state).toBe('finished');
});

test('a clock that jumps a little brings no letter back before its time by the ticks', async () => {
  const desk = await office({
    people: ['a@one.cn', 'b@one.cn'],
    lines: 1,
    script: async ({ to }, n) => {
      if (n === 2) desk.time.jump(30 * 60_000);
      return to === 'a@one.cn' && n === 1 ? BUSY : ACCEPTED;
    },
  });
  expect((await desk.run()).state).toBe('finished');
  const at = desk.events.flatMap((one) => (one.what === 'send' && one.to === 'a@one.cn' ? [one.at] : []));
  expect(at).toHaveLength(2);
  expect(at[1]).toBeGreaterThanOrEqual(300_000);
});
