import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ManifestDraft, publish, sha256 } from '../../src/archive/index.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';
import { shopServer } from './shop.ts';

const EDITION = '2025-W24';
const HTML = '<!doctype html><title>brief</title>';
const CANARY = 'canary: nobody outside may read this';

/** A desk with an edition of two languages, a draft, and secrets beside it. */
async function desk(): Promise<{ root: string; reports: string }> {
  const root = await temporaryDesk({
    'data/mail.key': CANARY,
    'reports/.drafts/2025-W25/en/brief.html': CANARY,
    'reports/2025-W26/en/brief.html': CANARY,
    'reports/secret/en/brief.html': CANARY,
  });
  const reports = join(root, 'reports');
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const snapshot = { path: 'snapshot.json', bytes: utf8(`{"x":"${CANARY}"}\n`) };
  const files = ['en', 'zh'].flatMap((language) => [
    { path: `${language}/brief.html`, bytes: utf8(`${HTML}${language}`) },
    { path: `${language}/brief.pdf`, bytes: utf8('%PDF-1.7\n%%EOF\n') },
    { path: `${language}/brief.json`, bytes: utf8(`{"x":"${CANARY}"}`) },
  ]);
  const draft: ManifestDraft = {
    schema: 1,
    edition: EDITION,
    week: EDITION,
    languages: ['en', 'zh'],
    snapshot: sha256(snapshot.bytes),
    inputs: [],
    versions: { program: '0.1.0', templates: 'abc', browser: 'none', fonts: {} },
    verdict: 'pass',
    checks: 1,
    findings: [],
  };
  await publish(reports, draft, [snapshot, ...files], stillEffects('2025-06-15T10:00:00.000Z'));
  return { root, reports };
}

describe('briefs by link', () => {
  test('as published, to be kept for good, and not sent twice', async () => {
    const { reports } = await desk();
    const { server, lines } = await shopServer({ reports });
    const url = `/e/${EDITION}/zh/brief.html`;
    const answer = await server.inject({ url });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe(`${HTML}zh`);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
      etag: `"${sha256(new TextEncoder().encode(`${HTML}zh`))}"`,
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'/,
    );
    const etag = String(answer.headers.etag);
    for (const header of [etag, `"x", W/${etag}`, '*']) {
      const again = await server.inject({ url, headers: { 'if-none-match': header } });
      expect([again.statusCode, again.body]).toEqual([304, '']);
    }
    expect((await server.inject({ url, headers: { 'if-none-match': '"x"' } })).statusCode).toBe(200);
    const pdf = await server.inject({ url: `/e/${EDITION}/en/brief.pdf` });
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.headers['content-disposition']).toBe('inline; filename="2025-W24-en.pdf"');
    const head = await server.inject({ method: 'HEAD', url });
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
      200,
      '',
      String(HTML.length + 2),
    ]);
    expect(lines[0]).toMatch(/ GET \/e\/2025-W24\/zh\/brief\.html 200 \d+ ms$/);
  });

  test('a file touched after it was published is never served, nor is one that only stands there', async () => {
    const { reports } = await desk();
    const { server, lines } = await shopServer({ reports });
    const url = `/e/${EDITION}/en/brief.html`;
    expect((await server.inject({ url })).statusCode).toBe(200);
    await writeFile(join(reports, EDITION, 'en', 'brief.html'), CANARY);
    const changed = await server.inject({ url });
    expect(changed.statusCode).toBe(503);
    expect(changed.json()).toEqual({
      code: 'E_UNAVAILABLE',
      message: 'reference 07070707',
    });
    expect(lines.join('\n')).toContain('07070707 E_ARCHIVE_CHANGED reports/2025-W24/en/brief.html');
    await rm(join(reports, EDITION, 'en', 'brief.html'));
    expect((await server.inject({ url })).statusCode).toBe(503);
    // A folder without a manifest is no edition.
    expect((await server.inject({ url: '/e/2025-W26/en/brief.html' })).statusCode).toBe(503);
    await rename(join(reports, EDITION), join(reports, 'moved'));
    await symlink('moved', join(reports, EDITION));
    expect((await server.inject({ url: `/e/${EDITION}/zh/brief.html` })).statusCode).toBe(503);
    await rm(join(reports, EDITION));
    expect((await server.inject({ url })).statusCode).toBe(404);
  });

  test('a week that cannot be is told as on the command line', async () => {
    const { reports } = await desk();
    const { server } = await shopServer({ reports });
    const answer = await server.inject({ url: '/e/2026-W54/en/brief.html' });
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      { code: 'E_EDITION_ID', message: 'No such edition: "2026-W54" (2026 has 53 weeks).' },
    ]);
    const missing = await server.inject({ url: '/e/2025-W20/en/brief.html' });
    expect(missing.json()).toEqual({ code: 'E_EDITION_MISSING', message: 'No such edition: 2025-W20.' });
    const page = await server.inject({
      url: '/e/2025-W20/en/brief.html',
      headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': 'zh-CN,zh;q=0.9' },
    });
    expect(page.statusCode).toBe(404);
    expect(page.body).toContain('没有这一期');
  });

  test.each([
    '/e/2025-W24/en/snapshot.json',
    '/e/2025-W24/en/brief.json',
    '/e/2025-W24/en/../snapshot.json',
    '/e/2025-W24/en%2f..%2fsnapshot.json',
    '/e/2025-W24/en/..%2fsnapshot.json',
    '/e/2025-W24/%2e%2e/snapshot.json',
    '/e/2025-W24/../../data/mail.key',
    '/e/..%2f..%2fdata/en/mail.key',
    '/e/%2e%2e/%2e%2e/data/mail.key',
    '/e/..%5c..%5cdata/en/brief.html',
    '/e/.drafts%2f2025-W25/en/brief.html',
    '/e/secret/en/brief.html',
    '/e/2025-W24%00/en/brief.html',
    '/e/2025-W24/en/brief.html%00.pdf',
    '/e/2025-W24/__proto__/brief.html',
    '/e/2025-W24/en/__proto__',
    '/e/2025-W24/en/constructor',
    '/e//etc/passwd/en/brief.html',
    '//e/2025-W24/en/snapshot.json',
    '/e/2025-W24/EN/brief.html',
    '/e/2025-w24/en/brief.html',
    '/e/file:%2f%2f%2fetc%2fpasswd/en/brief.html',
    '/e/2025-W24/en/brief.html/..%2f..%2fsnapshot.json',
    '/%c0%ae%c0%ae/data/mail.key',
    '/e/%zz/en/brief.html',
    '/data/mail.key',
    '/.env',
  ])('%s leads nowhere', async (url) => {
    const { reports } = await desk();
    const { server } = await shopServer({ reports });
    for (const accept of ['text/html', 'application/json']) {
      const answer = await server.inject({ url, headers: { accept } });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain('canary');
      expect(answer.body).not.toContain(reports);
      expect(answer.headers['content-type']).toBe(
        accept === 'text/html' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      );
    }
  });
});

describe('the server itself', () => {
  test('says that it lives', async () => {
    const { server } = await shopServer({});
    const answer = await server.inject({ url: '/healthz' });
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('who is slow, or says too much, is not waited for', async () => {
    const { server } = await shopServer({});
    await server.ready();
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections, maxRequestsPerSocket } =
      server.server;
    expect({
      headersTimeout,
      requestTimeout,
      keepAliveTimeout,
      maxConnections,
      maxRequestsPerSocket,
    }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 5_000,
      maxConnections: 2_000,
      maxRequestsPerSocket: 1_000,
    });
  });

  test('what browsers and robots ask for unasked is no wrong address', async () => {
    const { server } = await shopServer({});
    for (let at = 0; at < 100; at += 1) await server.inject({ url: '/favicon.ico' });
    const robots = await server.inject({ url: '/robots.txt' });
    expect(robots.body).toBe('User-agent: *\nDisallow: /\n');
    expect((await server.inject({ url: '/nothing' })).statusCode).toBe(404);
  });

  test('a desk that mails nothing has nobody to unsubscribe', async () => {
    const { server } = await shopServer({});
    expect((await server.inject({ url: '/u/abc' })).statusCode).toBe(404);
  });

  test('its log says no token and no query, and nothing can be written into it', async () => {
    const { server, lines } = await shopServer({});
    const token = 'SecretTokenSecretToken';
    for (const url of [
      `/U/${token}`,
      `/u/${token}`,
      `/${token}`,
      `/x?token=${token}`,
      `/%0aforged/${token}`,
      `//u/${token}`,
    ])
      await server.inject({ url, headers: { 'x-forwarded-for': `evil ${token}` } });
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).not.toContain('SecretTokenSecret');
    expect(lines.join('\n').split('\n')).toHaveLength(6);
  });

  test('who stands behind a proxy on this machine is told apart by what the proxy says', async () => {
    const { server, lines } = await shopServer({});
    const headers = { 'x-forwarded-for': '203.0.113.5, 198.51.100.9' };
    await server.inject({ url: '/healthz', headers });
    await server.inject({ url: '/healthz', headers, remoteAddress: '192.0.2.1' });
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['198.51.100.9', '192.0.2.1']);
  });
});
