import { describe, expect, test } from 'vitest';
import type { Occurrences } from '../../../src/store/office/index.ts';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { behindItsBack } from './scene.ts';

const DESK = 'desk';
const WEEK = '2026-W47';
const DUE = '2026-11-22T10:00:00.000Z';
const at = (minutes: number): string => new Date(Date.parse(DUE) + minutes * 60_000).toISOString();

async function due(occurrences: Occurrences) {
  return occurrences.due({ desk: DESK, week: WEEK, dueAt: DUE }, at(0));
}

function claim(occurrences: Occurrences, owner: string, minutes: number, dead: readonly string[] = []) {
  const lease = { leaseUntil: at(minutes + 2), now: at(minutes) };
  return occurrences.claim({ desk: DESK, week: WEEK, owner, ...lease, dead });
}

describe.each(officePlaces)('occurrences on $name', ({ open, place }) => {
  test('a week is due once, waiting, and keeps the moment it was first due', async () => {
    const { occurrences } = await open();
    expect(await occurrences.of(DESK, WEEK)).toBeUndefined();
    const first = await due(occurrences);
    expect(first).toEqual({
      isNew: true,
      occurrence: {
        ...{ desk: DESK, week: WEEK, dueAt: DUE, state: 'waiting', owner: '', leaseUntil: '', fence: 0 },
        ...{ attempts: 0, nextAt: DUE, reason: '', edition: '', releasedAt: '', alert: '', changedAt: at(0) },
      },
    });
    const again = await occurrences.due({ desk: DESK, week: WEEK, dueAt: at(-60) }, at(1));
    expect(again).toEqual({ isNew: false, occurrence: first.occurrence });
    expect(await occurrences.list(DESK)).toEqual([first.occurrence]);
    expect(await occurrences.list('another')).toEqual([]);
  });

  test('of twenty who make it due on two connections one makes it, and of twenty who claim it one has it', async () => {
    const where = await place();
    const [one, two] = [(await officeAt(where)).occurrences, (await officeAt(where)).occurrences];
    const both = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : two));
    const made = await Promise.all(both.map((occurrences) => due(occurrences)));
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await one.history(DESK, WEEK)).toHaveLength(1);
    for (let round = 0; round < 5; round += 1) {
      const claims = await Promise.all(
        both.map((occurrences, index) => claim(occurrences, `owner-${round}-${index}`, round * 10)),
      );
      const won = claims.filter((claimed) => claimed !== undefined);
      expect(won).toHaveLength(1);
      expect(won[0]).toMatchObject({ fence: round + 1, attempts: round + 1 });
      expect(await two.of(DESK, WEEK)).toEqual(won[0]);
    }
  });

  test('is not claimed before it is to be looked at, nor while another holds it, nor when it has ended', async () => {
    const { occurrences } = await open();
    await due(occurrences);
    expect(await claim(occurrences, 'a', -1)).toBeUndefined();
    const held = await claim(occurrences, 'a', 0);
    expect(await claim(occurrences, 'b', 1)).toBeUndefined();
    if (held === undefined) throw new Error('not claimed');
    expect(await occurrences.renew(held, at(10))).toBe(true);
    expect(await claim(occurrences, 'b', 9)).toBeUndefined();
    // Its process is known to be gone, or its lease has ended.
    expect(await claim(occurrences, 'b', 9, ['a'])).toMatchObject({ owner: 'b', fence: 2 });
    expect(await claim(occurrences, 'c', 11)).toMatchObject({ owner: 'c', fence: 3 });
    const third = { desk: DESK, week: WEEK, fence: 3 };
    const change = { state: 'waiting', reason: 'cu_lme_3m', nextAt: at(30), release: true } as const;
    expect(await occurrences.record(third, change, at(12))).toBe(true);
    expect(await claim(occurrences, 'd', 29)).toBeUndefined();
    expect(await claim(occurrences, 'd', 30)).toMatchObject({ owner: 'd', state: 'waiting', fence: 5 });
    const done = { state: 'done', reason: '', release: true } as const;
    expect(await occurrences.record({ ...third, fence: 5 }, done, at(31))).toBe(true);
    expect(await claim(occurrences, 'd', 60)).toBeUndefined();
  });

  test('who was overtaken writes nothing any more, and extends no lease', async () => {
    const { occurrences } = await open();
    await due(occurrences);
    const slow = await claim(occurrences, 'slow', 0);
    const quick = await claim(occurrences, 'quick', 5);
    if (slow === undefined || quick === undefined) throw new Error('not claimed');
    expect(await occurrences.renew(slow, at(60))).toBe(false);
    const wanted = { state: 'published', reason: '', edition: WEEK } as const;
    expect(await occurrences.record(slow, wanted, at(6))).toBe(false);
    expect(await occurrences.of(DESK, WEEK)).toEqual(quick);
    // Given back: it is the next one's, and whoever gave it back is as any other.
    expect(await occurrences.record(quick, { ...wanted, release: true }, at(6))).toBe(true);
    expect(await occurrences.record(quick, { state: 'failed', reason: '' }, at(7))).toBe(false);
    expect(await occurrences.renew(quick, at(60))).toBe(false);
    expect(await occurrences.of(DESK, WEEK)).toMatchObject({ state: 'published', edition: WEEK, owner: '' });
  });

  test('every change stays in its history, which the database lets nobody change', async () => {
    const where = await place();
    const { occurrences } = await officeAt(where);
    await due(occurrences);
    const mine = await claim(occurrences, 'a', 0);
    if (mine === undefined) throw new Error('not claimed');
    await occurrences.record(mine, { state: 'building', reason: '' }, at(1));
    await occurrences.record(mine, { state: 'failed', reason: 'no\0browser', release: true }, at(2));
    const { fence } = (await occurrences.of(DESK, WEEK)) ?? mine;
    const word = { state: 'waiting', reason: 'mended', by: 'li', releasedAt: at(3), release: true } as const;
    await occurrences.record({ ...mine, fence }, { ...word, nextAt: at(3) }, at(3));
    expect(await occurrences.history(DESK, WEEK)).toEqual([
      { at: at(0), state: 'waiting', owner: '', reason: '', attempts: 0 },
      { at: at(1), state: 'building', owner: 'a', reason: '', attempts: 1 },
      { at: at(2), state: 'failed', owner: 'a', reason: 'no\ufffdbrowser', attempts: 1 },
      { at: at(3), state: 'waiting', owner: 'li', reason: 'mended', attempts: 1 },
    ]);
    await expect(behindItsBack(where, "update occurrence_event set reason = 'x'")).rejects.toThrow(
      /never changed/,
    );
    await expect(behindItsBack(where, 'delete from occurrence_event')).rejects.toThrow(/never removed/);
    await expect(behindItsBack(where, 'delete from occurrence')).rejects.toThrow(/never removed/);
    await expect(behindItsBack(where, "update occurrence set state = 'sent'")).rejects.toThrow(/check/i);
  });

  test('a trouble is told once, by one of two, and its end only to those who heard of it', async () => {
    const where = await place();
    const [one, two] = [(await officeAt(where)).occurrences, (await officeAt(where)).occurrences];
    await due(one);
    const mine = await claim(one, 'a', 0);
    if (mine === undefined) throw new Error('not claimed');
    const say = (
      state: 'waiting' | 'held' | 'published',
      alert: 'failed' | 'held' | 'recovered',
      minute: number,
    ) => one.record(mine, { state, reason: `${alert} ${minute}`, alert }, at(minute));
    const take = (office: Occurrences, minute: number) =>
      office.takeAlert({ desk: DESK, week: WEEK, until: at(minute + 2), now: at(minute) });

    // Nobody heard of a trouble: that it is over is no news.
    await say('waiting', 'recovered', 1);
    expect(await take(one, 1)).toBeUndefined();
    await say('waiting', 'failed', 2);
    await say('waiting', 'recovered', 3);
    expect(await take(one, 3)).toBeUndefined();

    await say('waiting', 'failed', 4);
    const taken = await Promise.all(Array.from({ length: 10 }, (_, at) => take(at % 2 ? one : two, 5)));
    expect(taken.filter((alert) => alert !== undefined)).toEqual([{ kind: 'failed', reason: 'failed 4' }]);
    // It could not be told: another tries when the first has had its time.
    expect(await take(two, 6)).toBeUndefined();
    expect(await take(two, 7)).toEqual({ kind: 'failed', reason: 'failed 4' });
    await two.told(DESK, WEEK, 'failed');
    expect(await take(one, 20)).toBeUndefined();
    await say('waiting', 'failed', 21);
    expect(await take(one, 21)).toBeUndefined();
    // Another trouble is news.
    await say('held', 'held', 22);
    expect(await take(one, 22)).toEqual({ kind: 'held', reason: 'held 22' });
    await one.told(DESK, WEEK, 'held');
    await say('published', 'recovered', 23);
    expect(await take(two, 23)).toEqual({ kind: 'recovered', reason: 'recovered 23' });
    await two.told(DESK, WEEK, 'recovered');
    expect((await one.of(DESK, WEEK))?.alert).toBe('');
    await say('published', 'recovered', 24);
    expect(await take(one, 24)).toBeUndefined();
  });
});
