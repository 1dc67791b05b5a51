import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clock, zone } from '../../src/app/doctor-clock.ts';
import { backup, office, schedule } from '../../src/app/doctor-work.ts';
import { openDeskOffice } from '../../src/app/office.ts';
import { openDesk } from '../../src/desk.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

const DESK = `version: 1
name: { en: Desk, zh: 研究部 }
title: { en: Weekly, zh: 周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
sections: [dashboard]
`;
const NOW = stillEffects('2026-11-22T08:00:00.000Z');

/** A desk whose audit trail last heard of somebody at that moment. */
async function deskHeardOf(at: string): Promise<string> {
  const root = await temporaryDesk({ 'data/desk.yaml': DESK });
  const opened = await openDeskOffice(await openDesk(root));
  const actor = { name: 'wang', role: 'admin', from: 'cli' } as const;
  await opened.audit.append({ at, actor, action: 'user.add', target: 'li', outcome: 'noted', detail: '' });
  await opened.accounts.add({ name: 'wang', role: 'admin', password: 'x' }, at);
  await opened.close();
  return root;
}

test('a clock behind what the desk has written down already is wrong, with the fix', async () => {
  const root = await deskHeardOf('2026-11-22T09:30:00.000Z');
  expect(await clock(root, NOW)).toEqual({
    state: 'broken',
    message:
      '2026-11-22T08:00:00.000Z is before 2026-11-22T09:30:00.000Z, when the audit trail last heard of wang. Set the clock (e.g. timedatectl set-ntp true)',
  });
  expect(await clock(root, stillEffects('2026-11-22T09:31:00.000Z'))).toMatchObject({
    message: expect.stringMatching(/^2026-11-22T09:31:00\.000Z/),
  });
  expect((await clock(root, stillEffects('2019-01-01T00:00:00.000Z'))).state).toBe('broken');
});

test('a desk without anything, and one that cannot be read, has a clock as good as the machine’s', async () => {
  for (const desk of [DESK, 'version: ['])
    expect((await clock(await temporaryDesk({ 'data/desk.yaml': desk }), NOW)).state).not.toBe('broken');
});

test('rules of time zones that are years old are told of', async () => {
  const root = await temporaryDesk({ 'data/desk.yaml': DESK });
  expect((await zone(root, NOW)).message).toMatch(
    /^the desk's week ends in Asia\/Shanghai; .*; rules of 20\d\d[a-z]/,
  );
  expect(await zone(root, stillEffects('2040-01-01T00:00:00.000Z'))).toMatchObject({
    state: 'note',
    message: expect.stringContaining('Update Node.js'),
  });
});

test('an office without accounts says how to come to the first', async () => {
  expect(await office(await temporaryDesk({ 'data/desk.yaml': DESK }))).toEqual({
    state: 'note',
    message: 'no account yet; "assay serve" tells a code for the first admin',
  });
  expect(await office(await deskHeardOf('2026-11-22T07:00:00.000Z'))).toMatchObject({
    state: 'ok',
    message: expect.stringMatching(/^1 account in .*data\/office\.db$/),
  });
});

test('a schedule says what is due next, by its own clocks', async () => {
  expect((await schedule(await temporaryDesk({ 'data/desk.yaml': DESK }), NOW)).state).toBe('note');
  const root = await temporaryDesk({ 'data/desk.yaml': `${DESK}schedule: { cron: "0 18 * * 0" }\n` });
  expect(await schedule(root, NOW)).toEqual({
    state: 'ok',
    message: '2026-W47 is due on 2026-11-22 at 18:00 Asia/Shanghai; "assay serve" must run then',
  });
});

test('a backup is known by the mark it leaves, and is missed after eight days', async () => {
  const root = await temporaryDesk({});
  expect(await backup(root, NOW)).toMatchObject({
    state: 'note',
    message: expect.stringContaining('end with: touch '),
  });
  const mark = join(root, 'data', 'backup');
  await writeFile(mark, '');
  const touched = async (day: string) => {
    await utimes(mark, new Date(day), new Date(day));
    return backup(root, NOW);
  };
  expect(await touched('2026-11-21T07:00:00.000Z')).toEqual({
    state: 'ok',
    message: 'the last backup ended 2026-11-21T07:00:00.000Z, 1 day ago',
  });
  expect(await touched('2026-11-12T07:00:00.000Z')).toMatchObject({ state: 'broken' });
});
