import { describe, expect, test } from 'vitest';
import { mayAs, ROLES, type Role } from '../../../src/model/account.ts';
import { openMetrics } from '../../../src/studio/operation/metrics.ts';
import type { Route } from '../../../src/studio/route.ts';
import { type Client, openStudio, type StudioGiven, type TestStudio } from '../../support/studio.ts';

/** Pages that no line of the table stands for: they have doors of their own. */
const BESIDE_THE_TABLE = [
  '/e/:edition/:language/:file',
  '/favicon.ico',
  '/healthz',
  '/robots.txt',
  '/u/:token',
];

/** What is sent in a form and changes nothing. */
const ASKING = ['/week/:week/draft/:language'];

/** The whole table with handlers that only say that they were called. */
async function walked(given: StudioGiven = {}): Promise<TestStudio & { readonly called: string[] }> {
  const called: string[] = [];
  const studio = await openStudio({
    ...given,
    table: (routes) =>
      routes.map((route) =>
        // Signing in is needed to walk at all.
        route.url === '/sign-in' && route.method === 'POST'
          ? route
          : {
              ...route,
              handle: async (visit) => {
                called.push(`${route.method} ${route.url} ${visit.actor.name}`);
                return { body: 'called', type: 'text/plain; charset=utf-8' };
              },
            },
      ),
  });
  return { ...studio, called };
}

const addressOf = ({ url }: Route): string => url.replace(/:[a-zA-Z]+/g, '2025-W24');

function ask(client: Client, route: Route, headers: Readonly<Record<string, string>> = {}) {
  return route.method === 'GET'
    ? client.get(addressOf(route), headers)
    : client.post(addressOf(route), {}, headers);
}

describe('the table of routes', () => {
  test('each of five visitors gets what its line says, and no handler hears of the others', async () => {
    const studio = await walked();
    const { routes, called } = studio;
    expect(routes.length).toBeGreaterThan(60);
    const visitors: Array<readonly [Role | undefined, Client]> = [[undefined, studio.stranger()]];
    for (const role of ROLES) visitors.push([role, await studio.clientFor(role)]);
    let steps = 0;
    for (const route of routes) {
      if (route.url === '/sign-in' && route.method === 'POST') continue;
      for (const [role, client] of visitors) {
        // So that nobody is told to wait.
        studio.clock.ticks += 600_000;
        called.length = 0;
        const answer = await ask(client, route);
        const may = route.access === 'public' || (role !== undefined && mayAs(role, route.access));
        const where = `${route.method} ${route.url} by ${role ?? 'a stranger'}`;
        expect([where, called]).toEqual([where, may ? [`${route.method} ${route.url} ${role ?? '-'}`] : []]);
        const refused = role !== undefined ? 403 : route.method === 'GET' ? 303 : 401;
        expect([where, answer.statusCode]).toEqual([where, may ? 200 : refused]);
        steps += 1;
      }
    }
    expect(steps).toBe((routes.length - 1) * 5);
  });

  test('programs are told in JSON what people are shown in words', async () => {
    const { stranger, clientFor, routes } = await walked();
    const route = routes.find(({ method, access }) => method === 'GET' && access === 'admin');
    if (route === undefined) throw new Error('no page for admins');
    const json = { accept: 'application/json' };
    const unknown = await stranger().get(addressOf(route), json);
    expect([unknown.statusCode, unknown.json()]).toEqual([
      401,
      { code: 'E_HTTP_LOGIN', message: 'Sign in first.' },
    ]);
    const reader = await clientFor('reader');
    const refused = await reader.get(addressOf(route), json);
    expect([refused.statusCode, refused.json()]).toEqual([
      403,
      { code: 'E_HTTP_ROLE', message: 'needs "admin"' },
    ]);
    expect((await reader.get(addressOf(route))).body).toContain('Not for your role');
  });

  test('nothing is served that does not stand in it', async () => {
    const { server, routes } = await walked();
    await server.ready();
    const served = new Set<string>();
    const stack: string[] = [];
    for (const line of server.printRoutes({ commonPrefix: false }).split('\n')) {
      const [, indent = '', part = '', methods] = /^([│ ]*)(?:├|└)── (\S+)(?: \((.*)\))?/.exec(line) ?? [];
      if (part === '') continue;
      stack.length = indent.length / 4;
      stack.push(part);
      if (methods !== undefined) served.add(stack.join(''));
    }
    // As it is printed: `/archive/:edition*` for `/archive/:edition/file/*`.
    const ofTable = routes.map(({ url }) => url.replace(/(?:\/[^/:]+)?\/\*$/, '*'));
    const known = new Set([...ofTable, ...BESIDE_THE_TABLE]);
    const unknown = [...served].filter((url) => !known.has(url) && !/^\/assets\/(?:studio|htmx)-/.test(url));
    expect(unknown).toEqual([]);
    expect(served.size).toBeGreaterThan(40);
  });

  test('every POST states what the audit trail calls it, and no two lines are one', async () => {
    const { routes } = await walked();
    const silent = routes.filter(
      ({ method, access, action }) => method === 'POST' && access !== 'public' && action === undefined,
    );
    expect(silent.map(({ url }) => url)).toEqual(ASKING);
    expect(new Set(routes.map(({ method, url }) => `${method} ${url}`)).size).toBe(routes.length);
    for (const { action, url } of routes)
      if (action !== undefined)
        expect([url, action]).toEqual([url, expect.stringMatching(/^[a-z-]+\.[a-z-]+$/)]);
  });

  test('other methods are refused with those there are; no field and no header makes one of another', async () => {
    const studio = await walked();
    const admin = await studio.clientFor('admin');
    const cookie = `assay=${admin.cookies.get('assay')}`;
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const answer = await studio.server.inject({ method, url: '/people', headers: { cookie } });
      expect([method, answer.statusCode, answer.headers.allow]).toEqual([method, 405, 'GET, HEAD, POST']);
    }
    const [readOnly] = studio.routes.filter(
      ({ method, url }) =>
        method === 'GET' && !studio.routes.some((one) => one.method === 'POST' && one.url === url),
    );
    const url = addressOf(readOnly ?? ({ url: '' } as never));
    const posted = await admin.post(url, { _method: 'GET' }, { 'x-http-method-override': 'GET' });
    expect(posted.statusCode).toBe(405);
    studio.called.length = 0;
    await admin.get('/people?_method=POST', {
      'x-http-method-override': 'POST',
      'x-method-override': 'POST',
    });
    expect(studio.called).toEqual(['GET /people admin']);
    const head = await studio.server.inject({ method: 'HEAD', url: '/people', headers: { cookie } });
    expect([head.statusCode, head.body]).toEqual([200, '']);
  });
});

describe('whatever the page', () => {
  test('a form of another site is refused before anything is read of it', async () => {
    const studio = await walked();
    const admin = await studio.clientFor('admin');
    const foreign = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9000' },
      { 'sec-fetch-site': 'cross-site', origin: 'null' },
      { 'sec-fetch-site': '', origin: 'http://localhost.evil.example:80' },
    ];
    const posts = studio.routes.filter(({ method }) => method === 'POST');
    expect(posts.length).toBeGreaterThan(25);
    for (const route of posts) {
      for (const headers of foreign) {
        studio.clock.ticks += 600_000;
        const answer = await admin.post(addressOf(route), {}, { ...headers, accept: 'application/json' });
        expect([route.url, answer.statusCode, answer.json()]).toEqual([
          route.url,
          403,
          { code: 'E_HTTP_CSRF', message: 'Reload the page and try again.' },
        ]);
      }
    }
    expect(studio.called).toEqual([]);
  });

  test('a name that is not ours gets nothing: not a page, not a file, not a sign-in, not a word on its health', async () => {
    const metrics = openMetrics({
      queue: () => ({ waiting: 0, building: 0 }),
      deliveries: async () => ({}),
      occurrence: async () => undefined,
    });
    const studio = await walked({
      settings: { site: 'https://desk.example' },
      mailSite: 'https://brief.example/x',
      operation: { lacks: async () => [], metrics, token: 'canary-of-the-scraper' },
    });
    const health = ['/healthz', '/readyz', '/metrics'];
    const admin = await studio.clientFor('admin');
    const ours = [
      'localhost:8600',
      '127.0.0.1',
      '[::1]:8600',
      'desk.example',
      'DESK.example.:443',
      'brief.example',
    ];
    const theirs = [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.nip.io',
      'desk.example.evil',
      '192.0.2.1',
      'a b',
    ];
    const gets = studio.routes.filter(({ method }) => method === 'GET');
    for (const url of [...gets.map(addressOf), '/e/2025-W24/en/brief.html', '/sign-in', ...health]) {
      studio.clock.ticks += 600_000;
      const answer = await admin.get(url, { host: 'evil.example:8600', accept: 'application/json' });
      expect([url, answer.statusCode]).toEqual([url, 421]);
      expect(answer.json()).toMatchObject({ code: 'E_HTTP_HOST' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(studio.called).toEqual([]);
    for (const host of theirs)
      expect([host, (await admin.get('/sign-in', { host })).statusCode]).toEqual([host, 421]);
    const authorization = 'Bearer canary-of-the-scraper';
    for (const host of [...ours, 'kubelet.example'])
      for (const url of health) {
        const { statusCode } = await studio.stranger().get(url, { host, authorization });
        expect([host, url, statusCode]).toEqual([host, url, ours.includes(host) ? 200 : 421]);
      }
    for (const host of ours)
      expect([host, (await studio.stranger().get('/sign-in', { host })).statusCode]).toEqual([host, 200]);
  });

  test('no page is framed by another, kept by a cache, sniffed, or told to others', async () => {
    const studio = await openStudio({ settings: { site: 'https://desk.example' } });
    const admin = await studio.clientFor('admin');
    const pages = [
      '/people',
      '/audit',
      '/profile',
      '/sign-in?to=/x',
      '/nothing',
      '/archive',
      '/mail',
      '/data',
    ];
    for (const url of pages) {
      const { headers, body } = await admin.get(url);
      expect([url, headers]).toEqual([
        url,
        expect.objectContaining({
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'x-robots-tag': 'noindex, nofollow',
          'referrer-policy': 'same-origin',
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        }),
      ]);
      expect(body).not.toMatch(
        /<script(?! src="\/assets\/htmx-[0-9a-f]{16}\.js" defer>)|\sstyle=|\son[a-z]+=/,
      );
      // Links are made of paths: what a request calls us stands in no page.
      expect(body).not.toMatch(/https?:\/\/(?:localhost|desk\.example)/);
    }
    const [, sheet = ''] = /href="(\/assets\/studio-[^"]+)"/.exec((await admin.get('/profile')).body) ?? [];
    const css = await studio.stranger().get(sheet);
    expect([css.statusCode, css.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  });
});
