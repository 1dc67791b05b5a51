import { describe, expect, test } from 'vitest';
import { hashPassword } from '../../../src/access/password.ts';
import type { AccountChange, Accounts, Office } from '../../../src/store/office/index.ts';
import { openOffice } from '../../../src/store/office/index.ts';
import { openStudio, PASSWORD, type TestStudio } from '../../support/studio.ts';

/** An office where an admin's deed falls between the look at a password and what follows from it. */
async function openHurried(): Promise<{
  studio: TestStudio;
  kept: Office;
  meanwhile: (change: AccountChange) => void;
}> {
  const kept = await openOffice(':memory:');
  let pending: AccountChange | undefined;
  const byName: Accounts['byName'] = async (name) => {
    const found = await kept.accounts.byName(name);
    const change = pending;
    pending = undefined;
    if (found !== undefined && change !== undefined) await kept.accounts.change(found.id, change);
    return found;
  };
  const studio = await openStudio({ office: { ...kept, accounts: { ...kept.accounts, byName } } });
  const meanwhile = (change: AccountChange): void => {
    pending = change;
  };
  return { studio, kept, meanwhile };
}

const given = 'nine loud smelters';
const newHash = () =>
  hashPassword(given, { random: (bytes) => new Uint8Array(bytes) }, { N: 128, r: 8, p: 1 });

describe('a password that is changed while it is looked at', () => {
  test('lets nobody in any more', async () => {
    const { studio, kept, meanwhile } = await openHurried();
    const thief = studio.stranger();
    meanwhile({ password: await newHash() });
    expect((await thief.post('/sign-in', { name: 'editor', password: PASSWORD })).statusCode).toBe(401);
    expect(thief.cookies.size).toBe(0);
    expect((await kept.audit.list()).map(({ action, target }) => `${action} ${target}`)).toEqual([
      'session.refused editor',
    ]);
    expect((await thief.post('/sign-in', { name: 'editor', password: given })).statusCode).toBe(303);
  });

  test('lets nobody in whose account was disabled meanwhile', async () => {
    const { studio, meanwhile } = await openHurried();
    const gone = studio.stranger();
    meanwhile({ state: 'disabled' });
    expect((await gone.post('/sign-in', { name: 'editor', password: PASSWORD })).statusCode).toBe(401);
    expect(gone.cookies.size).toBe(0);
  });

  test('is not taken back by who knew the old one', async () => {
    const { studio, kept, meanwhile } = await openHurried();
    const thief = await studio.clientFor('editor');
    meanwhile({ password: await newHash() });
    const fields = {
      'old-password': PASSWORD,
      'new-password': 'three stolen anodes',
      'new-password-again': 'three stolen anodes',
    };
    expect((await thief.post('/profile/password', fields)).statusCode).toBe(400);
    expect((await kept.accounts.byName('editor'))?.password).toBe(await newHash());
    expect((await thief.get('/profile')).statusCode).toBe(303);
  });
});
