import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/errors.ts';
import type { Office } from '../../../src/store/office/index.ts';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { minute, NOW, person, sessionOf } from './scene.ts';

async function namesAndRoles({ accounts }: Office): Promise<string[]> {
  return (await accounts.list()).map(({ name, role, state }) => `${name} ${role} ${state}`);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof AssayError ? `${error.exit} ${error.message}` : `not refused: ${String(error)}`;
}

describe.each(officePlaces)('accounts on $name', ({ open, place }) => {
  test('are found by name, however it is typed, and by number', async () => {
    const { accounts } = await open();
    const wang = await accounts.add(
      { name: 'Wang.Wei', role: 'editor', password: 'h1', language: 'zh' },
      minute(1),
    );
    expect(wang).toEqual({
      id: 1,
      name: 'wang.wei',
      role: 'editor',
      state: 'active',
      language: 'zh',
      createdAt: minute(1),
    });
    expect(await accounts.byName('WANG.wei')).toEqual({ ...wang, password: 'h1' });
    expect(await accounts.byId(wang.id)).toEqual(wang);
    expect(await accounts.byName('wang')).toBeUndefined();
    expect(await accounts.byName("x' or '1'='1\0\ud800")).toBeUndefined();
    expect(await accounts.byId(77)).toBeUndefined();
    await accounts.add({ name: 'li', role: 'reader', password: 'h2' }, minute(2));
    expect((await accounts.list()).map(({ name, language }) => [name, language])).toEqual([
      ['li', undefined],
      ['wang.wei', 'zh'],
    ]);
  });

  test('have a name that is given once, in whatever letters, and for ever', async () => {
    const { accounts } = await open();
    await accounts.add({ name: 'boss', role: 'admin', password: 'h' }, NOW);
    const { id } = await accounts.add({ name: 'wang', role: 'reader', password: 'h1' }, NOW);
    expect(await refusal(accounts.add({ name: 'WANG', role: 'admin', password: 'h2' }, NOW))).toBe(
      'usage E_USER_TAKEN wang: there is an account of this name, and a name is never given twice. Nothing was changed. Choose another name.',
    );
    await accounts.change(id, { state: 'disabled' });
    expect(await refusal(accounts.add({ name: 'wang', role: 'admin', password: 'h2' }, NOW))).toBe(
      'usage E_USER_TAKEN wang: a disabled account has this name, and a name is never given twice. Nothing was changed. Choose another name.',
    );
    expect((await accounts.byName('wang'))?.password).toBe('h1');
  });

  test('begin with one admin, whoever asks later', async () => {
    const { accounts } = await open();
    const first = await accounts.addFirst({ name: 'Boss', password: 'h', language: 'en' }, NOW);
    expect(first).toMatchObject({ name: 'boss', role: 'admin', state: 'active', language: 'en' });
    expect(await accounts.addFirst({ name: 'other', password: 'h' }, NOW)).toBeUndefined();
    expect(await accounts.addFirst({ name: 'boss', password: 'h' }, NOW)).toBeUndefined();
    expect(await accounts.list()).toEqual([first]);
  });

  test('begin with one admin, though ten connections ask at once', async () => {
    const where = await place();
    const offices = await Promise.all(Array.from({ length: 10 }, () => officeAt(where)));
    const given = await Promise.all(
      offices.map(({ accounts }, at) => accounts.addFirst({ name: `boss${at}`, password: 'h' }, NOW)),
    );
    const first = given.filter((account) => account !== undefined);
    expect(first).toHaveLength(1);
    expect(await offices[0]?.accounts.list()).toEqual(first);
  });

  test('of one name are made once, though ten connections ask at once', async () => {
    const where = await place();
    const offices = await Promise.all(Array.from({ length: 10 }, () => officeAt(where)));
    const ends = await Promise.all(offices.map((office) => refusal(person(office, 'wang'))));
    expect(ends.filter((end) => end === 'not refused: undefined')).toHaveLength(1);
    expect(ends.filter((end) => end.startsWith('usage E_USER_TAKEN wang: '))).toHaveLength(9);
  });

  test('change in what is given, and in nothing else', async () => {
    const office = await open();
    await person(office, 'boss', 'admin');
    const wang = await person(office, 'wang', 'analyst');
    expect(await office.accounts.change(wang.id, {})).toEqual(wang);
    expect(await office.accounts.change(wang.id, { language: 'zh' })).toEqual({ ...wang, language: 'zh' });
    const changed = await office.accounts.change(wang.id, { role: 'editor', password: 'new' });
    expect(changed).toEqual({ ...wang, language: 'zh', role: 'editor' });
    expect(await office.accounts.byName('wang')).toEqual({ ...changed, password: 'new' });
    expect(await namesAndRoles(office)).toEqual(['boss admin active', 'wang editor active']);
    expect(await refusal(office.accounts.change(99, { role: 'reader' }))).toBe(
      'usage E_USER_UNKNOWN no account has the number 99. Nothing was changed. "assay user list" names them all.',
    );
  });

  test('take a new password only from who was shown the one they have, and end their sessions with it', async () => {
    const where = await place();
    const offices = await Promise.all(Array.from({ length: 6 }, () => officeAt(where)));
    const [office = await open()] = offices;
    const wang = await person(office, 'wang');
    await office.sessions.open(sessionOf(wang, 's1'));
    const was = 'hash of wang';
    const ends = await Promise.all(
      offices.map(({ accounts }, at) => refusal(accounts.change(wang.id, { password: `new ${at}`, was }))),
    );
    const late =
      'temporary E_USER_CHANGED wang: its password was changed meanwhile. Nothing was changed. Sign in with the new one.';
    expect(ends.toSorted()).toEqual(['not refused: undefined', ...Array.from({ length: 5 }, () => late)]);
    const winner = `new ${ends.indexOf('not refused: undefined')}`;
    expect((await office.accounts.byName('wang'))?.password).toBe(winner);
    expect(await office.sessions.ofAccount(wang.id, NOW)).toEqual([]);
    await office.sessions.open(sessionOf(wang, 's2'), winner);
    expect(await refusal(office.accounts.change(wang.id, { password: 'x', role: 'admin', was }))).toBe(late);
    expect((await office.sessions.ofAccount(wang.id, NOW)).length).toBe(1);
    expect(await namesAndRoles(office)).toEqual(['wang reader active']);
  });

  test('keep one active admin', async () => {
    const office = await open();
    const boss = await person(office, 'boss', 'admin');
    const other = await person(office, 'other', 'admin');
    await person(office, 'wang', 'editor');
    await office.accounts.change(other.id, { state: 'disabled' });
    const last =
      'usage E_USER_LAST_ADMIN boss: the only active admin: without one nobody could let people in. Nothing was changed. Make somebody else an admin first.';
    expect(await refusal(office.accounts.change(boss.id, { state: 'disabled' }))).toBe(last);
    expect(await refusal(office.accounts.change(boss.id, { role: 'editor', password: 'new' }))).toBe(last);
    expect((await office.accounts.byName('boss'))?.password).toBe('hash of boss');
    await office.accounts.change(boss.id, { password: 'new', role: 'admin', state: 'active' });
    // Who cannot sign in may be made anything.
    await office.accounts.change(other.id, { role: 'reader' });
    await office.accounts.change(other.id, { role: 'admin', state: 'active' });
    await office.accounts.change(boss.id, { role: 'reader' });
    expect(await namesAndRoles(office)).toEqual([
      'boss reader active',
      'other admin active',
      'wang editor active',
    ]);
  });

  test.each([{ state: 'disabled' }, { role: 'editor' }] as const)(
    'keep one active admin, though as many connections as there are admins take it from each: %o',
    async (change) => {
      const where = await place();
      const offices = await Promise.all(Array.from({ length: 4 }, () => officeAt(where)));
      const admins = await Promise.all(offices.map((office, at) => person(office, `boss${at}`, 'admin')));
      const ends = await Promise.all(
        offices.map((office, at) => refusal(office.accounts.change(admins[at]?.id ?? 0, change))),
      );
      expect(ends.filter((end) => end.startsWith('usage E_USER_LAST_ADMIN boss'))).toHaveLength(1);
      expect(ends.filter((end) => end === 'not refused: undefined')).toHaveLength(3);
      const left = (await namesAndRoles(offices[0] ?? (await open()))).filter((one) =>
        one.endsWith(' admin active'),
      );
      expect(left).toHaveLength(1);
    },
  );
});
