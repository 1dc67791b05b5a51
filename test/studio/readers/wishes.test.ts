import { describe, expect, test } from 'vitest';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { holderToken } from '../../../src/delivery/leaving/tokens.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { KEY, mailStudio } from '../mail/mail-studio.ts';

const FORGER = keyOf(new Uint8Array(32).fill(4));
const FORM = { action: 'save', language: 'zh', format: 'html', lists: 'weekly' };

async function linkOf(ledger: Ledger, key: string, maker = KEY): Promise<string> {
  const id = (await ledger.subscribers.byKey(key))?.id ?? 0;
  return `/p/${holderToken(maker, 'preferences', { id, key })}`;
}

describe.each(ledgerPlaces)('the page of a reader’s wishes, on $name', (where) => {
  test('looking changes nothing; saving changes what was chosen, and the history says by whom', async () => {
    const { ledger, stranger } = await mailStudio(where, 2);
    const url = await linkOf(ledger, 'reader1@a.example');
    const reader = stranger('198.51.100.7');
    const of = () => ledger.subscribers.byId(1);
    const before = await of();
    const looked = await reader.get(url);
    expect(looked.statusCode).toBe(200);
    expect(looked.headers['set-cookie']).toBeUndefined();
    expect(looked.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    expect(looked.body).toContain('Letters go to reader1@a.example.');
    expect(looked.body).not.toMatch(/<script|\sstyle=|https?:/);
    expect(await of()).toEqual(before);
    const saved = await reader.post(url, { ...FORM, metals: ['tin', 'copper'] });
    expect(saved.statusCode).toBe(200);
    // In the language that was just chosen.
    expect(saved.body).toContain('已保存');
    expect(await of()).toMatchObject({
      language: 'zh',
      format: 'html',
      metals: ['copper', 'tin'],
      name: 'Reader 1',
    });
    await reader.post(url, { ...FORM, metals: ['tin', 'copper'] });
    const history = await ledger.subscribers.history(1);
    expect(history.map(({ what, by }) => `${what} ${by}`)).toEqual(['added test', 'changed preferences']);
    expect(await ledger.subscribers.byId(2)).toMatchObject({ language: 'zh', metals: [] });
  });

  test('they leave, and for a day they come back', async () => {
    const { ledger, stranger, clock } = await mailStudio(where, 1);
    const url = await linkOf(ledger, 'reader1@a.example');
    const reader = stranger();
    expect((await reader.post(url, { action: 'leave' })).body).toContain('Subscribe again');
    expect(await ledger.subscribers.byId(1)).toMatchObject({ state: 'unsubscribed' });
    expect((await reader.post(url, { action: 'return' })).body).toContain('subscribed again');
    await reader.post(url, { action: 'leave' });
    clock.moment = '2025-06-16T12:00:01.000Z';
    expect((await reader.get(url)).body).not.toContain('Subscribe again');
    await reader.post(url, { action: 'return' });
    expect(await ledger.subscribers.byId(1)).toMatchObject({ state: 'unsubscribed' });
  });
});

const [where] = ledgerPlaces;

describe('the page of a reader’s wishes', () => {
  if (where === undefined) throw new Error('no place for a ledger');

  test('one list of several is left; none at all, and lists one is not on, change nothing', async () => {
    const { ledger, stranger } = await mailStudio(where, 0);
    const one = {
      address: 'li@a.example',
      key: 'li@a.example',
      name: '',
      language: 'en',
      timeZone: '',
      metals: [],
      format: 'pdf',
      lists: ['vip', 'weekly'],
    } as const;
    await ledger.subscribers.change((writing) => writing.add([one], 'test', '2025-06-01T00:00:00.000Z'));
    const url = await linkOf(ledger, 'li@a.example');
    const reader = stranger();
    const listsNow = async () => (await ledger.subscribers.byId(1))?.lists;
    const form = { action: 'save', language: 'en', format: 'pdf' };
    expect((await reader.post(url, form)).body).toContain('keep one list');
    expect((await reader.post(url, { ...form, lists: 'board' })).statusCode).toBe(400);
    expect(await listsNow()).toEqual(['vip', 'weekly']);
    await reader.post(url, { ...form, lists: ['weekly', 'board'] });
    expect(await listsNow()).toEqual(['weekly']);
  });

  test('the audit trail is told of whose wishes changed, and nothing of what changed none', async () => {
    const { ledger, office, stranger } = await mailStudio(where, 1);
    const url = await linkOf(ledger, 'reader1@a.example');
    const forged = await linkOf(ledger, 'reader1@a.example', FORGER);
    for (const [link, form] of [
      [forged, FORM],
      [forged, { action: 'leave' }],
      [url, { ...FORM, format: 'exe' }],
      [url, { action: 'return' }],
      [url, { action: 'leave' }],
    ] as const)
      await stranger().post(link, form);
    const told = await office.audit.list({ action: 'reader.wish' });
    expect(told.map(({ target, outcome, detail }) => [target, outcome, detail])).toEqual([
      ['subscriber 1', 'done', 'left'],
    ]);
  });

  test('what the desk does not offer is refused and changes nothing', async () => {
    const { ledger, stranger } = await mailStudio(where, 1);
    const url = await linkOf(ledger, 'reader1@a.example');
    const before = await ledger.subscribers.byId(1);
    for (const wrong of [
      { language: 'fr' },
      { format: 'exe' },
      { metals: 'unobtainium' },
      { action: 'delete' },
      { action: '' },
    ])
      expect((await stranger().post(url, { ...FORM, ...wrong })).statusCode).toBe(400);
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await stranger().post(url, FORM, foreign)).statusCode).toBe(403);
    expect(await ledger.subscribers.byId(1)).toEqual(before);
  });

  test('every link that does not hold is answered alike, and who guesses has to wait', async () => {
    const { ledger, stranger, lines } = await mailStudio(where, 2);
    const key = 'reader1@a.example';
    const good = await linkOf(ledger, key);
    const unsubscribe = `/p/${holderToken(KEY, 'unsubscribe', { id: 1, key })}`;
    const nobody = `/p/${holderToken(KEY, 'preferences', { id: 77, key: 'x@x.example' })}`;
    const wrong = [
      await linkOf(ledger, key, FORGER),
      unsubscribe,
      nobody,
      `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`,
      '/p/x',
    ];
    const reader = stranger('198.51.100.9');
    const bodies = new Set<string>();
    for (const url of wrong)
      for (const answer of [await reader.get(url), await reader.post(url, FORM)]) {
        expect(answer.statusCode).toBe(404);
        bodies.add(answer.body);
      }
    expect(bodies.size).toBe(1);
    expect(await ledger.subscribers.history(1)).toHaveLength(1);
    const statuses: number[] = [];
    for (let at = 0; at < 60; at += 1) statuses.push((await reader.get(`/p/guess${at}`)).statusCode);
    expect(statuses.at(-1)).toBe(429);
    expect((await stranger('198.51.100.10').get(good)).statusCode).toBe(200);
    // A token opens what it is for: it is in no log.
    expect(lines.length).toBeGreaterThan(60);
    expect(lines.filter((line) => line.includes(good.slice(3, 20)))).toEqual([]);
  });

  test('the page to leave by leads there', async () => {
    const { ledger, stranger } = await mailStudio(where, 1);
    const holder = { id: 1, key: 'reader1@a.example' };
    const { body } = await stranger().get(`/u/${holderToken(KEY, 'unsubscribe', holder)}`);
    const link = /href="(\/p\/[^"]+)"/.exec(body)?.[1] ?? '';
    expect(link).toBe(await linkOf(ledger, holder.key));
    expect((await stranger().get(link)).statusCode).toBe(200);
    expect((await stranger().get('/u/unknown')).body).not.toContain('/p/');
  });
});
