import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/errors.ts';
import { csrfOf } from '../../../src/studio/access/csrf.ts';
import type { Answer, Route, Visit } from '../../../src/studio/route.ts';
import { openStudio, PASSWORD } from '../../support/studio.ts';

const JSON_HEADERS = { accept: 'application/json' };

/** A studio with routes of the test's own beside the table; they give back what they were given. */
async function echoing(more: readonly Partial<Route>[] = []) {
  const visits: Visit[] = [];
  const handle = async (visit: Visit): Promise<Answer> => {
    visits.push(visit);
    return { body: JSON.stringify({ ...visit.form }), type: 'application/json' };
  };
  const studio = await openStudio({
    table: (routes) => [
      ...routes,
      { method: 'POST', url: '/echo', access: 'analyst', action: 'test.echo', handle },
      {
        method: 'POST',
        url: '/files',
        access: 'analyst',
        action: 'test.files',
        files: { maxBytes: 4_096 },
        handle,
      },
      ...more.map((one): Route => ({ method: 'GET', url: '/more', access: 'reader', handle, ...one })),
    ],
  });
  return { studio, visits };
}

describe('forms', () => {
  test('a form without the token of its session runs nothing, nor one with that of another or an older session', async () => {
    const { studio, visits } = await echoing();
    const analyst = await studio.clientFor('analyst');
    const other = await studio.clientFor('editor');
    const before = analyst.csrf;
    for (const csrf of ['', 'x', other.csrf, csrfOf(`${analyst.cookies.get('assay')}x`), 'é'.repeat(43)]) {
      const answer = await analyst.post('/echo', { csrf, note: 'text' }, JSON_HEADERS);
      expect([csrf, answer.statusCode, answer.json()]).toEqual([
        csrf,
        403,
        { code: 'E_HTTP_CSRF', message: 'Reload the page and try again.' },
      ]);
    }
    const outdated = await analyst.post('/echo', { csrf: before.slice(1) });
    expect(outdated.body).toMatch(/<h1[^>]*>Reload the page and try again</);
    expect((await analyst.post('/echo', { note: 'text' })).statusCode).toBe(200);
    await analyst.post('/sign-in', { name: 'analyst', password: PASSWORD });
    expect((await analyst.post('/echo', { csrf: before, note: 'again' }, JSON_HEADERS)).statusCode).toBe(403);
    expect(visits).toHaveLength(1);
    // What is refused before the handler is none of the trail's deeds.
    expect((await studio.office.audit.list({ action: 'test.echo' })).map(({ outcome }) => outcome)).toEqual([
      'done',
      'asked',
    ]);
  });

  test('what was written when the session ended is kept, and sent only by a press after signing in', async () => {
    const { studio, visits } = await echoing();
    const client = await studio.clientFor('analyst');
    const text = 'Copper </textarea><script>alert(1)</script>\n\n铜价 & "quotes"\n';
    const stale = client.csrf;
    await studio.office.sessions.closeOf((await studio.office.accounts.byName('analyst'))?.id ?? 0);
    const refused = await client.post(
      '/echo?x=1',
      { csrf: stale, note: text, week: '2025-W24' },
      { referer: 'http://localhost:80/profile' },
    );
    expect(refused.statusCode).toBe(401);
    expect(refused.body).toContain('Your session has ended');
    expect(refused.body).not.toContain('<script>alert');
    expect(visits).toEqual([]);
    const [, kept = ''] = /name="kept" value="([^"]*)"/.exec(refused.body) ?? [];
    const fields = {
      name: 'analyst',
      password: PASSWORD,
      to: '/profile',
      action: '/echo?x=1',
      kept: unescaped(kept),
    };
    const wrong = await client.post('/sign-in', { ...fields, password: 'wrong' });
    expect(wrong.body).toContain('name="kept"');
    const confirm = await client.post('/sign-in', fields);
    expect(confirm.statusCode).toBe(200);
    expect(confirm.body).toContain('action="/echo?x&#x3D;1"');
    expect(confirm.body).toContain(client.csrf);
    expect(confirm.body).not.toContain('<script>alert');
    const [, area = ''] = /name="note" rows="14">\n([\s\S]*?)<\/textarea>/.exec(confirm.body) ?? [];
    expect(unescaped(area)).toBe(text);
    expect(visits).toEqual([]);
    await client.post('/echo?x=1', { note: unescaped(area), week: '2025-W24' });
    expect(visits.map(({ form }) => form.note)).toEqual([text]);
  });

  test('a part of a page that is asked for too late takes the whole page to the sign-in', async () => {
    const { studio } = await echoing();
    const part = { 'hx-request': 'true', 'hx-request-type': 'partial' };
    const stranger = studio.stranger();
    const asked = await stranger.get('/profile', {
      ...part,
      'hx-current-url': 'http://localhost:80/week/2025-W24?x=1',
    });
    expect([asked.statusCode, asked.headers['hx-redirect'], asked.body]).toEqual([
      401,
      '/sign-in?to=%2Fweek%2F2025-W24%3Fx%3D1',
      '',
    ]);
    const sent = await stranger.post('/echo', { note: 'kept text' }, part);
    expect([sent.statusCode, sent.headers['hx-retarget'], sent.body.includes('kept text')]).toEqual([
      401,
      'body',
      true,
    ]);
    const analyst = await studio.clientFor('analyst');
    const old = await analyst.post('/echo', { csrf: 'of yesterday', note: 'kept text' }, part);
    expect([old.statusCode, old.headers['hx-retarget']]).toEqual([403, 'body']);
    expect(old.body).toContain(analyst.csrf);
    expect(old.body).toContain('kept text');
  });

  test('what cannot be kept safely is not: passwords, files, half a megabyte, addresses that take no form', async () => {
    const { studio, visits } = await echoing();
    const stranger = studio.stranger();
    expect((await stranger.post('/echo', { password: 'secret words' })).body).not.toContain('secret words');
    expect((await stranger.post('/echo', { note: 'x'.repeat(600_000) })).body).not.toContain('xxx');
    expect((await stranger.upload('/files', [{ field: 'f', name: 'a.csv', content: 'a' }])).statusCode).toBe(
      303,
    );
    expect((await stranger.post('/echo', { note: 'x' }, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(
      403,
    );
    for (const action of [
      'https://evil.example/echo',
      '//evil.example',
      '/nowhere',
      '/sign-in',
      '/people/1/rol',
    ]) {
      const answer = await studio.stranger().post('/sign-in', {
        name: 'analyst',
        password: PASSWORD,
        action,
        kept: '[["a","b"]]',
        to: '/profile',
      });
      expect([action, answer.headers.location]).toEqual([action, '/profile']);
    }
    for (const kept of ['{', '[[1,2]]', '["a"]', '[["csrf","x"]]', '{"__proto__":{}}', '[]']) {
      const answer = await studio
        .stranger()
        .post('/sign-in', { name: 'analyst', password: PASSWORD, action: '/echo', kept, to: '/profile' });
      expect([kept, answer.headers.location]).toEqual([kept, '/profile']);
    }
    expect(visits).toEqual([]);
  });

  test('names that are a part of every object are refused, and change none', async () => {
    const { studio, visits } = await echoing();
    const analyst = await studio.clientFor('analyst');
    for (const name of ['__proto__', 'constructor', 'prototype'])
      expect(
        (await analyst.post('/echo', { [`${name}`]: 'x', ...Object.fromEntries([[name, 'x']]) })).statusCode,
      ).toBe(400);
    const cookie = `assay=${analyst.cookies.get('assay')}`;
    const json = {
      ...JSON_HEADERS,
      'content-type': 'application/json',
      cookie,
      'x-csrf-token': analyst.csrf,
    };
    const post = (payload: string) =>
      studio.server.inject({ method: 'POST', url: '/echo', headers: json, payload });
    expect((await post('{"__proto__":{"role":"admin"}}')).statusCode).toBe(400);
    expect((await post('{"constructor":"x"}')).statusCode).toBe(400);
    expect((await post('{"toString":"x","role":"admin"}')).json()).toEqual({ toString: 'x', role: 'admin' });
    expect((await analyst.get('/profile?__proto__=x&constructor=y&__proto__[role]=admin')).statusCode).toBe(
      200,
    );
    expect(Object.hasOwn(Object.prototype, 'role')).toBe(false);
    expect(Object.getPrototypeOf(visits[0]?.form)).toBe(null);
  });

  test.each([
    ['{"a":1,\n  "b": oops}', 'at line 2 column 8'],
    ['', 'at line 1 column 1'],
    ['{"a":', 'at line 1 column 6'],
    ['[1]', 'expected one object of fields'],
    ['{"a":{"b":1}}', 'the field "a" is no text'],
  ])('JSON like %j is told where it is wrong', async (payload, message) => {
    const { studio } = await echoing();
    const analyst = await studio.clientFor('analyst');
    const headers = {
      ...JSON_HEADERS,
      'content-type': 'application/json',
      cookie: `assay=${analyst.cookies.get('assay')}`,
      'x-csrf-token': analyst.csrf,
    };
    const answer = await studio.server.inject({ method: 'POST', url: '/echo', headers, payload });
    expect([answer.statusCode, answer.json()]).toEqual([400, { code: 'E_HTTP_JSON', message }]);
  });

  test('too much, or of another kind, is refused before it is worked on', async () => {
    const { studio, visits } = await echoing();
    const analyst = await studio.clientFor('analyst');
    const large = await analyst.post('/echo', { note: 'x'.repeat(1_100_000) }, JSON_HEADERS);
    expect([large.statusCode, large.json()]).toEqual([413, { code: 'E_HTTP_SIZE', message: 'limit 1 MB' }]);
    for (const type of [
      'text/plain',
      'text/xml',
      'multipart/form-data; boundary=x',
      'application/x-yaml',
      'garbage',
    ]) {
      const answer = await analyst.post('/echo', { a: 'b' }, { ...JSON_HEADERS, 'content-type': type });
      expect([type, answer.statusCode, answer.json()]).toEqual([
        type,
        415,
        expect.objectContaining({ code: 'E_HTTP_TYPE' }),
      ]);
    }
    const many = await analyst.post('/echo', { a: Array.from({ length: 6_000 }, () => 'x') }, JSON_HEADERS);
    expect([many.statusCode, many.json()]).toMatchObject([400, { code: 'E_HTTP_FORM' }]);
    expect(visits).toEqual([]);
  });

  test('a file too large, too many files, fields or headers in a form leave nothing behind', async () => {
    const { studio, visits } = await echoing();
    const analyst = await studio.clientFor('analyst');
    const data = join(studio.root, 'data');
    const before = await readdir(data);
    const file = (content: string, name = 'a.csv') => ({ field: 'file', name, content });
    const large = await analyst.upload('/files', [file('x'.repeat(5_000))]);
    expect(large.statusCode).toBe(413);
    expect(large.body).toContain('limit 4 KB');
    const tooMany = await analyst.upload(
      '/files',
      Array.from({ length: 30 }, () => file('x')),
    );
    expect(tooMany.statusCode).toBe(413);
    const fields = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`f${at}`, 'x']));
    expect((await analyst.upload('/files', [file('x')], fields)).statusCode).toBe(413);
    // Small files whose sum is too large.
    expect(
      (await analyst.upload('/files', [file('x'.repeat(3_000)), file('x'.repeat(3_000))])).statusCode,
    ).toBe(413);
    expect(visits).toEqual([]);
    const one = await analyst.upload('/files', [file('date\n', '..\\..\\/etc/pass\u202ewd\u0000.csv')]);
    expect(one.statusCode).toBe(200);
    expect(visits[0]?.files).toEqual([
      { field: 'file', name: 'passwd.csv', bytes: 5, path: expect.stringMatching(/^.*\/data\/[^/]+$/) },
    ]);
    expect(visits[0]?.files[0]?.path.startsWith(`${data}/`)).toBe(true);
    expect(await readdir(data)).toEqual(before);
  });

  test('who sends a head without end is cut off', async () => {
    const studio = await openStudio();
    await studio.listen();
    const { headersTimeout, requestTimeout, connectionsCheckingInterval } = Object.assign(
      { connectionsCheckingInterval: 0 },
      studio.server.server,
    );
    expect([headersTimeout, requestTimeout]).toEqual([10_000, 120_000]);
    expect(connectionsCheckingInterval).toBeLessThanOrEqual(2_000);
    studio.server.server.headersTimeout = 1;
    const address = studio.server.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-A: ');
    const said = await new Promise<string>((resolve) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      socket.on('close', () => resolve(text));
    });
    expect(said).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  });
});

describe('what went wrong', () => {
  test('the unexpected is a reference, and what it was is in the log alone', async () => {
    const canary = 'postgresql://user:canary@host/db';
    const { studio } = await echoing([
      {
        url: '/fails',
        handle: async () => {
          throw new Error(`no connection to ${canary}\n    at secret (/srv/secret.ts:1)`);
        },
      },
    ]);
    const reader = await studio.clientFor('reader');
    const answer = await reader.get('/fails', JSON_HEADERS);
    expect(answer.statusCode).toBe(500);
    const { code, message } = answer.json();
    expect([code, message]).toEqual(['E_INTERNAL', expect.stringMatching(/^reference [0-9a-f]{8}$/)]);
    const page = await reader.get('/fails');
    expect(page.body).toMatch(/reference [0-9a-f]{8}|[0-9a-f]{8}/);
    expect(page.body + answer.body).not.toMatch(/canary|secret/);
    expect(studio.lines.join('\n')).toContain(String(message).replace('reference ', ''));
    // One line, whatever the error says.
    expect(studio.lines.filter((line) => line.includes('canary')).every((line) => !line.includes('\n'))).toBe(
      true,
    );
  });

  test.each([
    ['usage', 'E_WEEK', 400],
    ['data', 'E_NOTE_SLOT', 422],
    ['missing', 'E_EDITION_MISSING', 404],
    ['permission', 'E_APPROVAL_OWN', 403],
    ['temporary', 'E_DB_LOCKED', 503],
    ['temporary', 'E_BUILD_RUNNING', 409],
    ['unavailable', 'E_BROWSER_NONE', 503],
    ['usage', 'E_EDITION_ID', 404],
  ] as const)('%s %s is told as %i, with its lines', async (exit, code, status) => {
    const { studio } = await echoing([
      {
        url: '/fails',
        handle: async () => {
          throw new AssayError(exit, [
            { code, where: 'data/notes/<b>', message: 'is wrong. Expected right.' },
            { code: 'E_SECOND', where: '', message: 'is wrong as well.' },
          ]);
        },
      },
    ]);
    const reader = await studio.clientFor('reader');
    const json = await reader.get('/fails', JSON_HEADERS);
    expect([json.statusCode, json.json()]).toEqual([
      status,
      { code, message: 'data/notes/<b>: is wrong. Expected right.' },
    ]);
    const page = await reader.get('/fails');
    expect(page.body).toContain(`<li>${code} data/notes/&lt;b&gt;: is wrong. Expected right.</li>`);
    expect(page.body).toContain('E_SECOND');
    const part = await reader.get('/fails', { 'hx-request': 'true', 'hx-request-type': 'partial' });
    expect([part.statusCode, part.body.includes('<html')]).toEqual([status, false]);
  });

  test('too many requests of one person wait, and others do not', async () => {
    const { studio } = await echoing([{ url: '/slow', perMinute: 3 }]);
    const reader = await studio.clientFor('reader');
    const editor = await studio.clientFor('editor');
    for (let at = 0; at < 3; at += 1) expect((await reader.get('/slow')).statusCode).toBe(200);
    const refused = await reader.get('/slow', JSON_HEADERS);
    expect([refused.statusCode, refused.json(), refused.headers['retry-after']]).toEqual([
      429,
      { code: 'E_HTTP_RATE', message: 'try again in 20 s' },
      '20',
    ]);
    expect((await editor.get('/slow')).statusCode).toBe(200);
    studio.clock.ticks += 20_000;
    expect((await reader.get('/slow')).statusCode).toBe(200);
  });

  test('a change that cannot be written into the trail is not made', async () => {
    const { studio, visits } = await echoing();
    const analyst = await studio.clientFor('analyst');
    Object.assign(studio.office.audit, { append: () => Promise.reject(new Error('disk full')) });
    expect((await analyst.post('/echo', { note: 'text' })).statusCode).toBe(500);
    expect(visits).toEqual([]);
  });
});

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x3D;', '=')
    .replaceAll('&#x60;', '`')
    .replaceAll('&amp;', '&');
}
