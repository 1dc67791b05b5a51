import { describe, expect, test } from 'vitest';
import { hashOf } from '../../../src/studio/access/sessions.ts';
import { openStudio, PASSWORD, type TestStudio } from '../../support/studio.ts';

const later = (studio: TestStudio, minutes: number): void => {
  studio.clock.moment = new Date(Date.parse(studio.clock.moment) + minutes * 60_000).toISOString();
  studio.clock.ticks += minutes * 60_000;
};

describe('signing in', () => {
  test('who has signed in is known, and after signing out unknown, with the same cookie too', async () => {
    const studio = await openStudio();
    const client = await studio.clientFor('analyst');
    const page = await client.get('/profile');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Analyst');
    const token = client.cookies.get('assay') ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await client.post('/sign-out')).headers.location).toBe('/sign-in');
    expect(client.cookies.size).toBe(0);
    client.cookies.set('assay', token);
    expect((await client.get('/profile')).statusCode).toBe(303);
    const trail = await studio.office.audit.list();
    expect(trail.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'session.close done',
      'session.close asked',
      'session.open noted',
    ]);
  });

  test('the cookie is for this host alone, and for no script', async () => {
    const studio = await openStudio({ settings: { site: 'https://desk.example' } });
    const near = await studio.stranger().post('/sign-in', { name: 'admin', password: PASSWORD });
    expect(near.headers['set-cookie']).toMatch(/^assay=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const far = await studio
      .stranger('192.0.2.9')
      .post(
        '/sign-in',
        { name: 'admin', password: PASSWORD },
        { host: 'desk.example', origin: 'https://desk.example' },
      );
    expect(far.headers['set-cookie']).toMatch(
      /^__Host-assay=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('only the hash of a token is kept, and a planted one is worth nothing', async () => {
    const studio = await openStudio();
    const client = studio.stranger();
    const planted = 'A'.repeat(43);
    client.cookies.set('assay', planted);
    await client.post('/sign-in', { name: 'editor', password: PASSWORD });
    const token = client.cookies.get('assay') ?? '';
    expect(token).not.toBe(planted);
    const now = studio.clock.moment;
    expect((await studio.office.sessions.find(hashOf(token), now))?.account.name).toBe('editor');
    for (const hash of [token, planted, hashOf(planted)])
      expect(await studio.office.sessions.find(hash, now)).toBeUndefined();
    // Signing in again ends the session before.
    await client.post('/sign-in', { name: 'editor', password: PASSWORD });
    expect(await studio.office.sessions.find(hashOf(token), now)).toBeUndefined();
  });

  test('a session ends when it is not used, and at its end however much it is used', async () => {
    const studio = await openStudio({ settings: { idleMinutes: 30, sessionHours: 2 } });
    const idle = await studio.clientFor('reader');
    later(studio, 29);
    expect((await idle.get('/profile')).statusCode).toBe(200);
    later(studio, 29);
    expect((await idle.get('/profile')).statusCode).toBe(200);
    later(studio, 31);
    expect((await idle.get('/profile')).statusCode).toBe(303);
    const busy = await studio.clientFor('reader');
    for (let at = 0; at < 5; at += 1) {
      later(studio, 20);
      expect((await busy.get('/profile')).statusCode).toBe(200);
    }
    later(studio, 20);
    expect((await busy.get('/profile')).statusCode).toBe(303);
  });

  test('what is wrong is said alike, whoever it is, and the trail names nobody who is not there', async () => {
    const studio = await openStudio();
    const { office } = studio;
    await office.accounts.change((await office.accounts.byName('editor'))?.id ?? 0, { state: 'disabled' });
    const bodies = new Set<string>();
    for (const [name, password] of [
      ['admin', 'not the password'],
      ['editor', PASSWORD],
      ['my secret password', 'admin'],
    ] as const) {
      const answer = await studio.stranger().post('/sign-in', { name, password });
      expect(answer.statusCode).toBe(401);
      bodies.add(answer.body.replace(/ value="(?:admin|editor)?" autocomplete/, ''));
      expect(answer.body).not.toContain(password);
    }
    expect(bodies.size).toBe(1);
    const trail = await office.audit.list();
    expect(trail.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'session.refused ',
      'session.refused editor',
      'session.refused admin',
    ]);
  });

  test('the address somebody wanted is where they come to, and never another site', async () => {
    const studio = await openStudio();
    const asked = await studio.stranger().get('/profile?x=1');
    expect(asked.headers.location).toBe('/sign-in?to=%2Fprofile%3Fx%3D1');
    for (const [to, location] of [
      ['/profile?x=1', '/profile?x=1'],
      ['https://evil.example/', '/'],
      ['//evil.example/', '/'],
      ['/\\evil.example', '/'],
      ['/\t/evil.example', '/'],
      ['javascript:alert(1)', '/'],
    ] as const) {
      const answer = await studio.stranger().post('/sign-in', { name: 'admin', password: PASSWORD, to });
      expect([to, answer.headers.location]).toEqual([to, location]);
    }
  });
});

describe('guessing', () => {
  test('after five wrong passwords a name waits longer and longer, where they came from', async () => {
    const studio = await openStudio();
    const attempt = (password: string, from = '192.0.2.7') =>
      studio.stranger(from).post('/sign-in', { name: 'admin', password });
    for (let at = 0; at < 5; at += 1) expect((await attempt('wrong')).statusCode).toBe(401);
    const refused = await attempt(PASSWORD);
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain('Wait 5 s');
    studio.clock.ticks += 5_000;
    expect((await attempt('wrong')).statusCode).toBe(401);
    expect((await attempt(PASSWORD)).body).toContain('Wait 10 s');
    // From elsewhere the same person signs in.
    expect((await attempt(PASSWORD, '198.51.100.1')).statusCode).toBe(303);
    studio.clock.ticks += 10_000;
    expect((await attempt(PASSWORD)).statusCode).toBe(303);
  });

  test('a name that is tried from everywhere is not locked on this machine, nor where it is known', async () => {
    const studio = await openStudio();
    const attempt = (password: string, from: string) =>
      studio.stranger(from).post('/sign-in', { name: 'admin', password });
    expect((await attempt(PASSWORD, '203.0.113.5')).statusCode).toBe(303);
    const statuses: number[] = [];
    for (let at = 0; at < 40; at += 1) statuses.push((await attempt('wrong', `198.51.100.${at}`)).statusCode);
    expect(statuses.filter((one) => one === 401)).toHaveLength(29);
    expect(statuses.at(-1)).toBe(429);
    expect((await attempt(PASSWORD, '198.51.100.200')).statusCode).toBe(429);
    expect((await attempt(PASSWORD, '203.0.113.5')).statusCode).toBe(303);
    expect((await attempt(PASSWORD, '127.0.0.1')).statusCode).toBe(303);
  });

  test('a network that tries many names waits', async () => {
    const studio = await openStudio({ roles: ['admin'] });
    const statuses: number[] = [];
    for (let at = 0; at < 25; at += 1)
      statuses.push(
        (await studio.stranger(`2001:db8::${at}`).post('/sign-in', { name: '!', password: 'x' })).statusCode,
      );
    expect(statuses.filter((one) => one === 401).length).toBeLessThanOrEqual(20);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the first admin', () => {
  const NEW = { name: 'wang', password: PASSWORD, again: PASSWORD };

  test('is made with the code that was told where the server runs, once', async () => {
    const studio = await openStudio({ roles: [] });
    const client = studio.stranger();
    expect((await client.get('/sign-in')).headers.location).toBe('/setup');
    expect((await client.get('/setup')).statusCode).toBe(200);
    expect(studio.codes).toHaveLength(1);
    const [code = ''] = studio.codes;
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect((await client.post('/setup', { ...NEW, code: 'AAAA-AAAA-AAAA' })).statusCode).toBe(400);
    const made = await client.post('/setup', {
      ...NEW,
      code: ` ${code.toLowerCase().replaceAll('-', ' ')} `,
    });
    expect(made.statusCode).toBe(303);
    expect((await client.get('/people')).statusCode).toBe(200);
    // The door is shut for good.
    expect((await studio.stranger().get('/setup')).headers.location).toBe('/sign-in');
    const second = await studio.stranger().post('/setup', { ...NEW, name: 'mallory', code });
    expect(second.headers.location).toBe('/sign-in');
    expect((await studio.office.accounts.list()).map(({ name, role }) => [name, role])).toEqual([
      ['wang', 'admin'],
    ]);
  });

  test('the code holds for ten minutes, and is another after five wrong ones', async () => {
    const studio = await openStudio({ roles: [] });
    const client = studio.stranger();
    await client.get('/setup');
    studio.clock.ticks += 10 * 60_000;
    expect((await client.post('/setup', { ...NEW, code: studio.codes[0] ?? '' })).statusCode).toBe(400);
    expect(studio.codes).toHaveLength(2);
    for (let at = 0; at < 4; at += 1) {
      studio.clock.ticks += 60_000;
      await studio.stranger(`198.51.100.${at}`).post('/setup', { ...NEW, code: 'x' });
    }
    expect(studio.codes).toHaveLength(3);
    expect(
      (await studio.stranger('192.0.2.1').post('/setup', { ...NEW, code: studio.codes[1] ?? '' })).statusCode,
    ).toBe(400);
    expect(
      (await studio.stranger('192.0.2.2').post('/setup', { ...NEW, code: studio.codes[2] ?? '' })).statusCode,
    ).toBe(303);
  });

  test.each([
    [{ name: 'x' }, 'lower case letters'],
    [{ password: 'short', again: 'short' }, 'too short'],
    [{ password: 'wang wang wang', again: 'wang wang wang' }, 'name of the account'],
    [{ password: 'password1234', again: 'password1234' }, 'tried first'],
    [{ again: 'seven quiet pigeons' }, 'differ'],
  ])('%j is refused, without a word of the password', async (changed, said) => {
    const studio = await openStudio({ roles: [] });
    const client = studio.stranger();
    await client.get('/setup');
    const answer = await client.post('/setup', { ...NEW, ...changed, code: studio.codes[0] ?? '' });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(said);
    expect(answer.body).not.toContain(PASSWORD);
    expect(await studio.office.accounts.list()).toEqual([]);
  });
});
