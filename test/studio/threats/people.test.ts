import { describe, expect, test } from 'vitest';
import { hashPassword } from '../../../src/access/password.ts';
import { type Client, openStudio, PASSWORD, type TestStudio } from '../../support/studio.ts';

const idOf = async ({ office }: TestStudio, name: string): Promise<number> =>
  (await office.accounts.byName(name))?.id ?? 0;

describe('people', () => {
  test('an admin lets somebody in, with a password that is shown once', async () => {
    const studio = await openStudio();
    const admin = await studio.clientFor('admin');
    const made = await admin.post('/people', { name: 'LiSi', role: 'editor' });
    const [, password = ''] = /class="secret mono">([^<]+)</.exec(made.body) ?? [];
    expect(password).toMatch(/^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await admin.get('/people')).body).not.toContain(password);
    const lisi = studio.stranger();
    expect((await lisi.post('/sign-in', { name: 'lisi', password })).statusCode).toBe(303);
    expect((await lisi.get('/profile')).body).toContain('Editor');
    const trail = JSON.stringify(await studio.office.audit.list());
    expect(trail).toContain('lisi editor');
    expect(trail + studio.lines.join('')).not.toContain(password);
  });

  test('another role or being disabled ends what somebody has open, at once', async () => {
    const studio = await openStudio();
    const admin = await studio.clientFor('admin');
    const editor = await studio.clientFor('editor');
    const id = await idOf(studio, 'editor');
    expect((await admin.post(`/people/${id}/role`, { role: 'reader' })).statusCode).toBe(303);
    expect((await editor.get('/profile')).statusCode).toBe(303);
    await editor.post('/sign-in', { name: 'editor', password: PASSWORD });
    expect((await editor.get('/profile')).statusCode).toBe(200);
    await admin.post(`/people/${id}/disable`);
    expect((await editor.get('/profile')).statusCode).toBe(303);
    expect((await editor.post('/sign-in', { name: 'editor', password: PASSWORD })).statusCode).toBe(401);
    await admin.post(`/people/${id}/enable`);
    expect((await editor.post('/sign-in', { name: 'editor', password: PASSWORD })).statusCode).toBe(303);
    const shown = await admin.post(`/people/${id}/password`);
    expect((await editor.get('/profile')).statusCode).toBe(303);
    const [, password = ''] = /class="secret mono">([^<]+)</.exec(shown.body) ?? [];
    expect((await editor.post('/sign-in', { name: 'editor', password })).statusCode).toBe(303);
  });

  test('nobody changes their own role or state here, and the last admin stays', async () => {
    const studio = await openStudio();
    const admin = await studio.clientFor('admin');
    const id = await idOf(studio, 'admin');
    for (const [url, fields] of [
      [`/people/${id}/role`, { role: 'reader' }],
      [`/people/${id}/disable`, {}],
    ] as const) {
      const answer = await admin.post(url, fields, { accept: 'application/json' });
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'E_USER_SELF' }]);
    }
    for (const other of ['0', '-1', '1e1', '999', '1%00', '9999999999999999999'])
      expect([other, (await admin.post(`/people/${other}/disable`)).statusCode]).toEqual([other, 404]);
    expect(
      (await admin.post(`/people/${await idOf(studio, 'editor')}/role`, { role: 'owner' })).statusCode,
    ).toBe(400);
    expect((await admin.post('/people', { name: 'editor', role: 'reader' })).statusCode).toBe(400);
    expect((await studio.office.accounts.byName('admin'))?.role).toBe('admin');
  });

  test('no field of a form of their own makes somebody more than they are', async () => {
    const studio = await openStudio();
    const reader = await studio.clientFor('reader');
    const more = { role: 'admin', id: '1', account: '1', state: 'active', name: 'admin' };
    await reader.post('/profile/language', { language: 'zh', ...more });
    await reader.post('/profile/password', {
      'old-password': PASSWORD,
      'new-password': 'six loud crucibles',
      'new-password-again': 'six loud crucibles',
      ...more,
    });
    await studio
      .stranger()
      .post('/sign-in', { name: 'reader', password: 'six loud crucibles', role: 'admin' });
    expect(await studio.office.accounts.byName('reader')).toMatchObject({ role: 'reader', language: 'zh' });
    expect((await studio.office.accounts.byName('admin'))?.language).toBeUndefined();
    expect((await reader.get('/people')).statusCode).toBe(403);
    const adminStill = await studio.stranger().post('/sign-in', { name: 'admin', password: PASSWORD });
    expect(adminStill.statusCode).toBe(303);
  });
});

describe("somebody's sessions", () => {
  const marksIn = async (client: Client): Promise<string[]> =>
    [...(await client.get('/profile')).body.matchAll(/name="session" value="([0-9a-f]{16})"/g)].map(
      ([, mark = '']) => mark,
    );

  test('are theirs to see and to end, and nobody else can', async () => {
    const studio = await openStudio();
    const [here, there] = [await studio.clientFor('editor'), await studio.clientFor('editor')];
    const other = await studio.clientFor('analyst');
    const [mark = ''] = await marksIn(here);
    expect(await marksIn(here)).toHaveLength(1);
    for (const session of [mark, mark.slice(0, 8), '', '%', mark.toUpperCase()])
      await other.post('/profile/sessions', { session });
    expect((await there.get('/profile')).statusCode).toBe(200);
    await here.post('/profile/sessions', { session: mark });
    expect((await there.get('/profile')).statusCode).toBe(303);
    expect((await here.get('/profile')).statusCode).toBe(200);
    await here.post('/profile/sessions', { session: 'all' });
    expect((await here.get('/profile')).statusCode).toBe(303);
    expect((await other.get('/profile')).statusCode).toBe(200);
  });

  test('end with the password, but for the one it was changed in, which goes on under a new token', async () => {
    const studio = await openStudio();
    const [here, there] = [await studio.clientFor('editor'), await studio.clientFor('editor')];
    const before = here.cookies.get('assay');
    const change = (old: string, fresh = 'six loud crucibles', again = fresh) =>
      here.post('/profile/password', {
        'old-password': old,
        'new-password': fresh,
        'new-password-again': again,
      });
    expect((await change('wrong')).body).toContain('not this one');
    expect((await change(PASSWORD, 'short')).body).toContain('too short');
    expect((await change(PASSWORD, 'six loud crucibles', 'six loud pigeons')).body).toContain('differ');
    expect((await there.get('/profile')).statusCode).toBe(200);
    const done = await change(PASSWORD);
    expect([done.statusCode, done.headers.location]).toEqual([303, '/profile']);
    expect((await there.get('/profile')).statusCode).toBe(303);
    expect((await here.get('/profile')).body).toContain('The password was changed');
    expect(here.cookies.get('assay')).not.toBe(before);
    const trail = await studio.office.audit.list({ action: 'profile.password' });
    expect(trail.map(({ outcome }) => outcome)).toEqual([
      'done',
      'asked',
      'refused',
      'asked',
      'refused',
      'asked',
      'refused',
      'asked',
    ]);
    expect(JSON.stringify(trail)).not.toMatch(/crucibles|ingots/);
  });

  test('a token that is guessed, cut, lengthened or looked up by its hash opens nothing', async () => {
    const studio = await openStudio();
    const client = await studio.clientFor('admin');
    const token = client.cookies.get('assay') ?? '';
    const guess = studio.stranger();
    const last = token.endsWith('A') ? 'B' : 'A';
    for (const tried of [
      '',
      'A'.repeat(43),
      token.slice(0, -1),
      `${token}A`,
      `${token.slice(0, -2)}${last}${last}`,
      Buffer.from(token).toString('hex'),
      `${token}.`,
      '../../admin',
      "' or 1=1 --",
    ]) {
      guess.cookies.set('assay', tried);
      expect([tried, (await guess.get('/profile')).statusCode]).toEqual([tried, 303]);
    }
    // The cookie of the one kind is not taken for the other.
    guess.cookies.clear();
    guess.cookies.set('__Host-assay', token);
    expect((await guess.get('/profile')).statusCode).toBe(303);
  });
});

test('an unknown name takes as long as a wrong password', async () => {
  const studio = await openStudio({ roles: [] });
  const { office, shop, clock } = studio;
  const password = await hashPassword(PASSWORD, shop.effects);
  await office.accounts.add({ name: 'wang', role: 'admin', password }, clock.moment);
  const took = async (name: string): Promise<number> => {
    const before = process.cpuUsage();
    await studio.stranger().post('/sign-in', { name, password: 'not the password' });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const known = Math.min(await took('wang'), await took('wang'));
  for (const name of ['nobody', 'not a name!']) expect((await took(name)) / known).toBeGreaterThan(0.6);
});
