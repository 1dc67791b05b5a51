import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { unsubscribeToken } from '../../src/delivery/leaving/tokens.ts';
import type { Ledger } from '../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../support/ledgers.ts';
import { people } from '../support/mail-desk.ts';
import { FORGER, KEY, shopServer } from './shop.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(ledgerPlaces)('leaving, on $name', ({ open }) => {
  /** Two readers: the first reads English, the second Chinese. */
  async function desk(): Promise<Ledger> {
    const ledger = await open();
    await ledger.subscribers.change((writing) => writing.add(people(2), 'test', '2025-06-01T00:00:00.000Z'));
    return ledger;
  }
  const linkOf = async (ledger: Ledger, key: string, maker = KEY): Promise<string> =>
    `/u/${unsubscribeToken(maker, { id: (await ledger.subscribers.byKey(key))?.id ?? 0, key })}`;
  const stateOf = async (ledger: Ledger, key = 'reader1@a.example') =>
    (await ledger.subscribers.byKey(key))?.state;

  test('looking changes nothing, whoever looks and however often', async () => {
    const ledger = await desk();
    const { server } = await shopServer({ ledger });
    const url = await linkOf(ledger, 'reader1@a.example');
    for (const method of ['GET', 'HEAD', 'GET', 'GET'] as const) {
      const answer = await server.inject({ method, url });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      if (method === 'GET') expect(answer.body).toContain('<form method="post">');
      else expect(answer.body).toBe('');
    }
    expect(await stateOf(ledger)).toBe('active');
    expect(await ledger.subscribers.history(1)).toHaveLength(1);
  });

  test('the page speaks the language of the subscriber, not of the browser', async () => {
    const ledger = await desk();
    const { server } = await shopServer({ ledger });
    const headers = { 'accept-language': 'en-US,en;q=0.9' };
    const english = await server.inject({ url: await linkOf(ledger, 'reader1@a.example'), headers });
    expect(english.body).toContain('<html lang="en"');
    expect(english.body).toContain('reader1@a.example');
    const chinese = await server.inject({ url: await linkOf(ledger, 'reader2@b.example'), headers });
    expect(chinese.body).toContain('<html lang="zh-Hans"');
    expect(chinese.body).toContain('停止接收周报');
  });

  test.each([
    ['one-click, as a form', FORM, 'List-Unsubscribe=One-Click', 'one-click'],
    [
      'one-click, in parts',
      { 'content-type': 'multipart/form-data; boundary="x y"' },
      '--x y\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x y--\r\n',
      'one-click',
    ],
    ['the button of the page', FORM, 'action=leave', 'page'],
  ])('%s unsubscribes at once, without a cookie, as often as one likes', async (_, headers, payload, by) => {
    const ledger = await desk();
    const { server } = await shopServer({ ledger });
    const url = await linkOf(ledger, 'reader1@a.example');
    for (const _time of [1, 2, 3]) {
      const answer = await server.inject({ method: 'POST', url, headers, payload });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('You are unsubscribed');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await stateOf(ledger)).toBe('unsubscribed');
    expect(await stateOf(ledger, 'reader2@b.example')).toBe('active');
    const history = await ledger.subscribers.history(1);
    expect(history.map((one) => [one.what, one.by])).toEqual([
      ['added', 'test'],
      ['unsubscribed', by],
    ]);
  });

  test('who left by themselves may take it back for a day, and no longer', async () => {
    const ledger = await desk();
    const { server, clock } = await shopServer({ ledger });
    const url = await linkOf(ledger, 'reader1@a.example');
    const post = (payload: string) => server.inject({ method: 'POST', url, headers: FORM, payload });
    expect((await post('action=leave')).body).toContain('Subscribe again');
    clock.moment = '2025-06-16T11:59:00.000Z';
    expect((await server.inject({ url })).body).toContain('Subscribe again');
    expect((await post('action=return')).body).toContain('You are subscribed');
    expect(await stateOf(ledger)).toBe('active');
    expect((await post('action=return')).body).toContain('You are subscribed');
    await post('action=leave');
    clock.moment = '2025-06-17T12:00:01.000Z';
    expect((await server.inject({ url })).body).not.toContain('Subscribe again');
    expect((await post('action=return')).body).toContain('You are unsubscribed');
    expect(await stateOf(ledger)).toBe('unsubscribed');
  });

  test('no link takes back whom the desk removed, who complained, or whose address is dead', async () => {
    const ledger = await desk();
    const { server, clock } = await shopServer({ ledger });
    const url = await linkOf(ledger, 'reader1@a.example');
    const post = (payload: string) => server.inject({ method: 'POST', url, headers: FORM, payload });
    const set = (state: 'active' | 'unsubscribed' | 'bounced', by: string) =>
      ledger.subscribers.change((writing) => writing.setState(1, state, by, 'test', clock.moment));
    for (const by of ['desk', 'complaint', 'mail']) {
      await set('unsubscribed', by);
      expect((await server.inject({ url })).body).not.toContain('Subscribe again');
      await post('action=return');
      expect(await stateOf(ledger)).toBe('unsubscribed');
      await set('active', 'desk');
    }
    await set('bounced', 'dsn');
    expect((await post('action=return')).body).toContain('Stop these letters?');
    expect(await stateOf(ledger)).toBe('bounced');
    await post('action=leave');
    expect(await stateOf(ledger)).toBe('unsubscribed');
    await post('action=return');
    expect(await stateOf(ledger)).toBe('unsubscribed');
  });

  test('whatever does not hold is answered alike, and nobody is unsubscribed', async () => {
    const ledger = await desk();
    const { server } = await shopServer({ ledger });
    const known = await linkOf(ledger, 'reader1@a.example');
    const forged = [
      await linkOf(ledger, 'reader1@a.example', FORGER),
      `/u/${unsubscribeToken(KEY, { id: 999_999, key: 'reader1@a.example' })}`,
      `/u/${unsubscribeToken(KEY, { id: 0, key: '' })}`,
      ...[2 ** 31, Number.MAX_SAFE_INTEGER].map(
        (id) => `/u/${unsubscribeToken(KEY, { id, key: 'reader1@a.example' })}`,
      ),
      // Somebody else's number, and their own with another address.
      `/u/${unsubscribeToken(KEY, { id: 2, key: 'reader1@a.example' })}`,
      `/u/${unsubscribeToken(KEY, { id: 1, key: 'reader1@b.example' })}`,
      `${known.slice(0, -1)}${known.endsWith('A') ? 'B' : 'A'}`,
      known.toLowerCase(),
      '/u/1',
      '/u/..%2f..%2fetc%2fpasswd',
      '/u/%00',
      `/u/${'A'.repeat(200)}`,
    ];
    const seen = new Set<string>();
    for (const url of forged) {
      for (const payload of [undefined, 'List-Unsubscribe=One-Click', 'action=leave', 'action=return']) {
        const answer =
          payload === undefined
            ? await server.inject({ url })
            : await server.inject({ method: 'POST', url, headers: FORM, payload });
        seen.add(JSON.stringify([answer.statusCode, answer.body, { ...answer.headers, date: '' }]));
      }
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('This link does not work');
    expect(await stateOf(ledger)).toBe('active');
    expect(await stateOf(ledger, 'reader2@b.example')).toBe('active');
  });

  test('a link of an older ledger takes nobody else off, whoever has the number now', async () => {
    const old = await desk();
    const link = await linkOf(old, 'reader2@b.example');
    const anew = await open();
    const [first, second] = people(2);
    if (first === undefined || second === undefined) throw new Error('nobody');
    const now = '2025-06-01T00:00:00.000Z';
    for (const one of [second, first])
      await anew.subscribers.change((writing) => writing.add([one], 'test', now));
    expect(await anew.subscribers.byId(2)).toMatchObject({ key: 'reader1@a.example' });
    const { server } = await shopServer({ ledger: anew });
    const leave = () =>
      server.inject({ method: 'POST', url: link, headers: FORM, payload: 'List-Unsubscribe=One-Click' });
    const answer = await leave();
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('reader1@a.example');
    expect([await stateOf(anew), await stateOf(anew, 'reader2@b.example')]).toEqual(['active', 'active']);
    // Where the same person has the same number again, it holds.
    const same = await desk();
    const { server: another } = await shopServer({ ledger: same });
    expect((await another.inject({ url: link })).body).toContain('reader2@b.example');
  });

  test('who guesses is told to wait; a link that holds is never refused', async () => {
    const ledger = await desk();
    const { server, clock } = await shopServer({ ledger });
    const statuses: number[] = [];
    for (let at = 0; at < 70; at += 1)
      statuses.push(
        (await server.inject({ url: `/u/guess${at}`, remoteAddress: '198.51.100.7' })).statusCode,
      );
    expect(statuses.filter((one) => one === 404)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    const url = await linkOf(ledger, 'reader1@a.example');
    const from = (remoteAddress: string, path: string) => server.inject({ url: path, remoteAddress });
    expect((await from('198.51.100.7', url)).statusCode).toBe(200);
    expect((await from('198.51.100.8', '/u/guess')).statusCode).toBe(404);
    const refused = await from('198.51.100.7', '/u/guess');
    expect(refused.headers['retry-after']).toBe('1');
    clock.ticks = 2_000;
    expect((await from('198.51.100.7', '/u/guess')).statusCode).toBe(404);
  });

  test('other methods, types, bodies and sizes are refused and change nothing', async () => {
    const ledger = await desk();
    const { server } = await shopServer({ ledger });
    const url = await linkOf(ledger, 'reader1@a.example');
    const json = { 'content-type': 'application/json' };
    const tried = [
      [await server.inject({ method: 'DELETE', url }), 405],
      [await server.inject({ method: 'PUT', url, headers: FORM, payload: 'action=leave' }), 405],
      [await server.inject({ method: 'POST', url, headers: json, payload: '{"action":"leave"}' }), 415],
      [
        await server.inject({
          method: 'POST',
          url,
          payload: 'action=leave',
          headers: { 'content-type': '' },
        }),
        415,
      ],
      [await server.inject({ method: 'POST', url }), 415],
      [await server.inject({ method: 'POST', url, headers: FORM, payload: '' }), 400],
      [await server.inject({ method: 'POST', url, headers: FORM, payload: 'action=delete' }), 400],
      [await server.inject({ method: 'POST', url, headers: FORM, payload: `a=${'x'.repeat(20_000)}` }), 413],
      [await server.inject({ url: `${url}?action=leave&List-Unsubscribe=One-Click` }), 200],
    ] as const;
    for (const [answer, status] of tried) expect(answer.statusCode).toBe(status);
    expect(tried[0][0].headers.allow).toBe('GET, HEAD, POST');
    expect(await stateOf(ledger)).toBe('active');
  });

  test('nothing of it is kept, framed, indexed, or told to others', async () => {
    const ledger = await desk();
    const { server, lines } = await shopServer({ ledger });
    const url = await linkOf(ledger, 'reader1@a.example');
    const answer = await server.inject({ url: `${url}).` });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const [, css = ''] = /<style>([\s\S]*)<\/style>/.exec(answer.body) ?? [];
    expect(css.length).toBeGreaterThan(1_000);
    const hash = createHash('sha256').update(css).digest('base64');
    expect(answer.headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(answer.body).not.toMatch(/<script|\ssrc=|\sstyle=|https?:/);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^2025-06-15T12:00:00\.000Z 127\.0\.0\.1 GET \/u\/… 200 \d+ ms$/);
  });

  test('an address with signs of HTML in it is only text', async () => {
    const ledger = await open();
    const [one] = people(1);
    if (one === undefined) throw new Error('nobody');
    const address = "o'neil&{{x}}<b>@a.example";
    await ledger.subscribers.change((writing) =>
      writing.add([{ ...one, address, key: address }], 'test', '2025-06-01T00:00:00.000Z'),
    );
    const { server } = await shopServer({ ledger });
    const answer = await server.inject({ url: await linkOf(ledger, address) });
    expect(answer.body).toContain('o&#x27;neil&amp;{{x}}&lt;b&gt;@a.example');
  });

  test('while the ledger fails nobody is told they have left', async () => {
    const ledger = await desk();
    const broken = {
      ...ledger,
      subscribers: {
        ...ledger.subscribers,
        byId: () => Promise.reject(new Error('disk /secret/place full')),
      },
    };
    const { server, lines } = await shopServer({
      more: { mail: { ledger: broken, key: KEY } },
    });
    const headers = { ...FORM, accept: 'text/html' };
    const answer = await server.inject({ method: 'POST', url: '/u/x', headers, payload: 'action=leave' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain('Something is wrong here');
    expect(answer.body.replace(/<style>[\s\S]*?<\/style>/, '')).not.toContain('secret');
    expect(lines[0]).toBe('07070707 Error: disk /secret/place full');
  });
});
