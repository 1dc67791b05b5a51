import { expect, test } from 'vitest';
import type { Handover } from '../../../src/delivery/campaign/carrier.ts';
import { watchClock } from '../../../src/delivery/campaign/clock-watch.ts';
import { openHostGate } from '../../../src/delivery/campaign/host-gate.ts';
import { openPauseRules } from '../../../src/delivery/campaign/pause-rules.ts';
import { outcomeOf } from '../../../src/delivery/campaign/verdict.ts';
import { virtualTime } from './virtual-time.ts';

const claim = { delivery: 'd', attempt: 1, fence: 1 };
const now = new Date('2026-11-21T06:00:00.000Z');
const good: Handover = { state: 'ACCEPTED', scope: 'recipient', phase: 'end', reason: '' };
const ours: Handover = { state: 'REJECTED', scope: 'campaign', phase: 'end', reason: '5.7.1 blocked' };
const silent: Handover = { state: 'UNCERTAIN', scope: 'host', phase: 'end', reason: 'no word' };

test('three refusals in a row that are ours pause the campaign; any letter that goes well between them starts anew', () => {
  const judge = openPauseRules(5);
  expect([ours, ours, good, ours, ours].map(judge)).toEqual(Array(5).fill(undefined));
  expect(judge(ours)).toBe('the mail server refused 3 letters in a row for a reason of ours: 5.7.1 blocked');
});

test('a server that hangs up between two refusals has not changed its mind', () => {
  const judge = openPauseRules(5);
  const dropped: Handover = { state: 'DEFERRED', scope: 'host', phase: 'rcpt', reason: 'dropped' };
  expect([ours, dropped, ours, silent].map(judge)).toEqual(Array(4).fill(undefined));
  expect(judge(ours)).toMatch(/^the mail server refused 3 letters in a row/);
});

test('a server that falls silent on letter after letter is not fed the whole list', () => {
  const judge = openPauseRules(2);
  expect(Array(6).fill(silent).map(judge)).toEqual(Array(6).fill(undefined));
  expect(judge(silent)).toBe('the mail server fell silent on 7 letters in a row: no word');
});

test('a refusal that is ours or the host’s never rejects a recipient and never counts against the address', () => {
  const handover: Handover = { ...ours, strike: 'gone' };
  expect(outcomeOf(claim, handover, now)).toEqual({
    ...claim,
    state: 'DEFERRED',
    phase: 'end',
    reason: '5.7.1 blocked',
    nextAt: '2026-11-21T06:05:00.000Z',
  });
  expect(outcomeOf(claim, { ...handover, scope: 'recipient' }, now)).toMatchObject({
    state: 'REJECTED',
    strike: 'gone',
  });
  expect(outcomeOf(claim, silent, now)).toMatchObject({ state: 'UNCERTAIN' });
});

test('a greylisted letter waits as long as asked, at least 5 and then 30 minutes', () => {
  const grey: Handover = { ...good, state: 'DEFERRED', afterMinutes: 1 };
  expect(outcomeOf(claim, grey, now).nextAt).toBe('2026-11-21T06:05:00.000Z');
  expect(outcomeOf({ ...claim, attempt: 2 }, grey, now).nextAt).toBe('2026-11-21T06:30:00.000Z');
  expect(outcomeOf(claim, { ...grey, afterMinutes: 7 }, now).nextAt).toBe('2026-11-21T06:07:00.000Z');
});

test('a host in trouble is tried after 1, 5, 15, 60, 120 and 300 seconds, then the campaign pauses', async () => {
  const time = virtualTime();
  const notes: string[] = [];
  const gate = openHostGate(time, (note) => notes.push(note));
  const seconds: number[] = [];
  for (;;) {
    const before = time.ticks();
    await time.run(gate.pass(() => false));
    seconds.push((time.ticks() - before) / 1000);
    const end = gate.trouble({ reason: '421 busy.', fatal: false }, gate.generation);
    if (end === undefined) continue;
    expect(end).toBe('421 busy (tried 7 times in a row)');
    break;
  }
  expect(seconds).toEqual([0, 1, 5, 15, 60, 120, 300]);
  expect(notes).toHaveLength(6);
  expect(notes[0]).toBe('421 busy; next try in 1 s');
});

test('what several lines report of one trouble counts once, and success forgets it', async () => {
  const time = virtualTime();
  const gate = openHostGate(time, () => undefined);
  const { generation } = gate;
  for (let at = 0; at < 20; at += 1) gate.trouble({ reason: 'down', fatal: false }, generation);
  expect(gate.generation).toBe(generation + 1);
  await time.run(gate.pass(() => false));
  expect(time.ticks()).toBe(1_000);
  gate.good();
  gate.trouble({ reason: 'down', fatal: false }, gate.generation);
  await time.run(gate.pass(() => false));
  expect(time.ticks()).toBe(2_000);
});

test('a wrong password pauses at once', () => {
  const gate = openHostGate(virtualTime(), () => undefined);
  expect(gate.trouble({ reason: '535 wrong password', fatal: true }, gate.generation)).toBe(
    '535 wrong password',
  );
});

test('a clock that strays from the ticks by over an hour is noticed, in both directions, also bit by bit', () => {
  for (const direction of [1, -1]) {
    const time = virtualTime();
    const fault = watchClock(time);
    time.freeze(7 * 3_600_000);
    expect(fault()).toBeUndefined();
    time.jump(direction * 40 * 60_000);
    expect(fault()).toBeUndefined();
    time.jump(direction * 40 * 60_000);
    expect(fault()).toBe(
      `the clock of this machine went ${direction > 0 ? 'forward' : 'back'} by 1.3 hours while letters were being sent. Set it right, then go on`,
    );
  }
});
