import { describe, expect, test } from 'vitest';
import { officePlaces } from '../../support/offices.ts';
import { minute, NOW, person, sessionOf } from './scene.ts';

describe.each(officePlaces)('sessions on $name', ({ open }) => {
  test('are found with their account until they are idle, ended or closed', async () => {
    const office = await open();
    const { sessions } = office;
    const wang = await person(office, 'wang', 'editor');
    const session = sessionOf(wang, 'h1');
    await sessions.open(session);
    expect(await sessions.find('h1', NOW)).toEqual({ session, account: wang });
    expect(await sessions.find('h2', NOW)).toBeUndefined();
    expect(await sessions.find('h1', minute(29))).toBeDefined();
    expect(await sessions.find('h1', minute(30))).toBeUndefined();
    await sessions.touch('h1', minute(700));
    expect((await sessions.find('h1', minute(599)))?.session.idleUntil).toBe(minute(700));
    expect(await sessions.find('h1', minute(600))).toBeUndefined();
    await sessions.close('h1');
    expect(await sessions.find('h1', NOW)).toBeUndefined();
    await sessions.touch('h1', minute(900));
    expect(await sessions.find('h1', NOW)).toBeUndefined();
  });

  test('are touched once a minute at most, and never backwards', async () => {
    const office = await open();
    const wang = await person(office, 'wang');
    await office.sessions.open(sessionOf(wang, 'h1'));
    const until = async (): Promise<string | undefined> =>
      (await office.sessions.find('h1', NOW))?.session.idleUntil;
    await office.sessions.touch('h1', new Date(Date.parse(minute(31)) - 1).toISOString());
    expect(await until()).toBe(minute(30));
    await office.sessions.touch('h1', minute(31));
    expect(await until()).toBe(minute(31));
    await office.sessions.touch('h1', minute(5));
    expect(await until()).toBe(minute(31));
  });

  test.each([{ password: 'new' }, { role: 'analyst' }, { state: 'disabled' }] as const)(
    'of an account end when it changes: %o',
    async (change) => {
      const office = await open();
      await person(office, 'boss', 'admin');
      const [wang, li] = [await person(office, 'wang'), await person(office, 'li')];
      for (const hash of ['h1', 'h2']) await office.sessions.open(sessionOf(wang, hash));
      await office.sessions.open(sessionOf(li, 'h3'));
      await office.accounts.change(wang.id, { language: 'zh', role: 'reader', state: 'active' });
      expect(await office.sessions.ofAccount(wang.id, NOW)).toHaveLength(2);
      await office.accounts.change(wang.id, change);
      expect(await office.sessions.find('h1', NOW)).toBeUndefined();
      expect(await office.sessions.ofAccount(wang.id, NOW)).toEqual([]);
      expect(await office.sessions.find('h3', NOW)).toBeDefined();
    },
  );

  test('are not opened for who is disabled or unknown, and stay closed when the account is active again', async () => {
    const office = await open();
    await person(office, 'boss', 'admin');
    const wang = await person(office, 'wang');
    await office.sessions.open(sessionOf(wang, 'h0'));
    await office.accounts.change(wang.id, { state: 'disabled' });
    await office.sessions.open(sessionOf(wang, 'h1'));
    await office.sessions.open(sessionOf({ id: 99 }, 'h2'));
    expect(await office.sessions.closeOf(wang.id)).toBe(0);
    await office.accounts.change(wang.id, { state: 'active' });
    for (const hash of ['h0', 'h1', 'h2']) expect(await office.sessions.find(hash, NOW)).toBeUndefined();
  });

  test('are not opened by a password that was changed while it was looked at', async () => {
    const office = await open();
    const wang = await person(office, 'wang');
    await office.accounts.change(wang.id, { password: 'new' });
    await office.sessions.open(sessionOf(wang, 'h1'), 'hash of wang');
    await office.sessions.open(sessionOf(wang, 'h2'), 'new');
    expect((await office.sessions.ofAccount(wang.id, NOW)).map(({ hash }) => hash)).toEqual(['h2']);
  });

  test('and accounts of a number that cannot be are none', async () => {
    const office = await open();
    for (const id of [999_999_999_999_999, 2 ** 31, -1, 0.5, Number.NaN]) {
      expect(await office.accounts.byId(id)).toBeUndefined();
      await expect(office.accounts.change(id, { role: 'admin' })).rejects.toThrow(/^E_USER_UNKNOWN /);
      await office.sessions.open(sessionOf({ id }, 'h'));
      expect(await office.sessions.ofAccount(id, NOW)).toEqual([]);
      expect(await office.sessions.closeOf(id)).toBe(0);
    }
  });

  test('of one account are listed, closed together and forgotten when they have ended', async () => {
    const office = await open();
    const [wang, li] = [await person(office, 'wang'), await person(office, 'li')];
    await office.sessions.open(sessionOf(wang, 'h1'));
    await office.sessions.open(sessionOf(wang, 'h2', { openedAt: minute(1), idleUntil: minute(60) }));
    await office.sessions.open(sessionOf(wang, 'h3', { endsAt: minute(20) }));
    await office.sessions.open(sessionOf(li, 'h4'));
    const hashes = async (at: string): Promise<string[]> =>
      (await office.sessions.ofAccount(wang.id, at)).map(({ hash }) => hash);
    expect(await hashes(NOW)).toEqual(['h2', 'h1', 'h3']);
    expect(await hashes(minute(25))).toEqual(['h2', 'h1']);
    expect(await office.sessions.sweep(minute(19))).toBe(0);
    expect(await office.sessions.sweep(minute(30))).toBe(3);
    expect(await hashes(NOW)).toEqual(['h2']);
    expect(await office.sessions.closeOf(wang.id)).toBe(1);
    expect(await office.sessions.closeOf(wang.id)).toBe(0);
  });

  test('keep what a browser says of itself, within measure', async () => {
    const office = await open();
    const wang = await person(office, 'wang');
    await office.sessions.open(sessionOf(wang, 'h1', { agent: `\0\ud800${'x'.repeat(9999)}` }));
    const agent = (await office.sessions.find('h1', NOW))?.session.agent;
    expect(agent).toBe(`\ufffd\ufffd${'x'.repeat(298)}`);
  });
});
