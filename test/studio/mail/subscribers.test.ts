import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { mailStudio, NOW } from './mail-studio.ts';

const LIST = '/mail/subscribers/import';

describe.each(ledgerPlaces)('subscribers in the studio, on $name', (where) => {
  test('they are found by address, name, list and state, and paged without a gap', async () => {
    const { clientFor } = await mailStudio(where, 120);
    const client = await clientFor('analyst');
    const met: string[] = [];
    let url = '/mail/subscribers?q=';
    for (let pages = 0; url !== '' && pages < 10; pages += 1) {
      const { body } = await client.get(url);
      met.push(
        ...[...body.matchAll(/<th scope="row"><a href="[^"]*">([^<]+)</g)].map(([, one]) => one ?? ''),
      );
      url =
        /<a href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ??
        '';
    }
    expect(met).toHaveLength(120);
    expect(new Set(met).size).toBe(120);
    const found = await client.get('/mail/subscribers?q=READER%20117');
    expect(found.body).toContain('reader117@');
    expect(found.body).not.toContain('reader11@');
    expect((await client.get('/mail/subscribers?list=none')).body).toContain('Nobody fits');
    expect((await client.get('/mail/subscribers?state=bounced')).body).toContain('Nobody fits');
  });

  test('one is added, wishes something else, is taken off and comes back, each with who and why', async () => {
    const { ledger, clientFor } = await mailStudio(where, 1);
    const editor = await clientFor('editor');
    const wishes = { name: '李雷', language: 'zh', format: 'html', zone: '', lists: 'weekly, vip' };
    const added = await editor.post('/mail/subscribers/new', {
      ...wishes,
      address: 'Li@Example.cn',
      metals: ['copper', 'tin'],
    });
    const url = String(added.headers.location);
    const of = () => ledger.subscribers.byKey('li@example.cn');
    expect(await of()).toMatchObject({ name: '李雷', lists: ['vip', 'weekly'], metals: ['copper', 'tin'] });
    await editor.post(`${url}/wishes`, { ...wishes, lists: 'weekly' });
    expect(await of()).toMatchObject({ lists: ['weekly'], metals: [] });
    await editor.post(`${url}/remove`, { reason: 'asked by phone' });
    expect(await of()).toMatchObject({ state: 'unsubscribed', reason: 'asked by phone' });
    // Who has left is not brought back by other wishes.
    await editor.post(`${url}/wishes`, { ...wishes, format: 'pdf' });
    expect(await of()).toMatchObject({ state: 'unsubscribed', format: 'pdf' });
    expect(
      (await editor.post('/mail/subscribers/new', { ...wishes, address: 'li@example.cn' })).statusCode,
    ).toBe(422);
    await editor.post(`${url}/return`, { reason: 'asked to come back' });
    expect(await of()).toMatchObject({ state: 'active' });
    const history = await ledger.subscribers.history((await of())?.id ?? 0);
    expect(history.map(({ what, by }) => `${what} ${by}`)).toEqual([
      'added studio editor',
      'changed studio editor',
      'unsubscribed studio editor',
      'changed studio editor',
      'resubscribed studio editor',
    ]);
    const { body } = await editor.get(url);
    for (const word of ['asked by phone', 'asked to come back', '李雷']) expect(body).toContain(word);
  });
});

/** The rest asks nothing of a database that is not asked elsewhere. */
const [where] = ledgerPlaces;

describe('lists and refusals in the studio', () => {
  if (where === undefined) throw new Error('no place for a ledger');

  test('what cannot be is refused in words, and nothing is kept', async () => {
    const { ledger, clientFor } = await mailStudio(where, 1);
    const editor = await clientFor('editor');
    const good = {
      name: '',
      language: 'en',
      format: 'pdf',
      zone: '',
      lists: 'weekly',
      address: 'a@b.example',
    };
    for (const [field, value, code] of [
      ['address', 'zhang@@x.cn', 'E_SUB_ADDRESS'],
      ['name', '=HYPERLINK("x")', 'E_SUB_NAME'],
      ['zone', 'Mars/Base', 'E_SUB_ZONE'],
      ['lists', 'NO LIST!', 'E_SUB_LIST'],
      ['metals', 'unobtainium', 'E_SUB_METALS'],
    ] as const) {
      const answer = await editor.post('/mail/subscribers/new', { ...good, [field]: value });
      expect(answer.statusCode).toBe(400);
      expect(answer.body).toContain(code.slice(0, 5));
    }
    expect(await ledger.subscribers.count()).toBe(1);
  });

  test('a list shows what it would do before it is taken in, once', async () => {
    const { root, ledger, clientFor } = await mailStudio(where, 3);
    await ledger.subscribers.change((writing) => writing.setState(2, 'unsubscribed', 'page', 'x', NOW));
    const editor = await clientFor('editor');
    const content = 'address,name\nnew@x.example,Neu\nreader1@a.example,Renamed\nreader2@b.example,\n';
    const file = { field: 'file', name: '../../readers.csv', content };
    const looked = await editor.upload(LIST, [file], { list: 'vip', resubscribe: '' });
    expect(looked.statusCode).toBe(200);
    expect(looked.body).toContain('What readers.csv would do');
    expect(looked.body).toContain('W_SUB_OPTOUT');
    expect(await ledger.subscribers.count()).toBe(3);
    const token = /name="token" value="([^"]+)"/.exec(looked.body)?.[1] ?? '';
    expect(await readdir(join(root, 'data', '.lists'))).toEqual([token]);
    const taken = await editor.upload(LIST, [], { token, name: 'readers.csv', list: 'vip', resubscribe: '' });
    expect(taken.headers.location).toBe('/mail/subscribers');
    expect(await ledger.subscribers.count()).toBe(4);
    const added = await ledger.subscribers.byKey('new@x.example');
    expect(added).toMatchObject({ lists: ['vip'], state: 'active' });
    expect(await ledger.subscribers.history(added?.id ?? 0)).toMatchObject([
      { what: 'added', by: 'import readers.csv by studio editor' },
    ]);
    expect(await ledger.subscribers.byId(2)).toMatchObject({ state: 'unsubscribed' });
    // The same again: the list is gone, and nothing is done twice.
    const again = await editor.upload(LIST, [], { token, name: 'readers.csv', list: 'vip', resubscribe: '' });
    expect(again.statusCode).toBe(404);
    expect(await readdir(join(root, 'data', '.lists'))).toEqual([]);
  });

  test('a list with a fault, a made-up token or no file takes nobody in', async () => {
    const { root, ledger, clientFor } = await mailStudio(where, 1);
    const editor = await clientFor('editor');
    const content = 'address\nzhang@@x.cn\ngood@x.example\n';
    const looked = await editor.upload(LIST, [{ field: 'file', name: 'l.csv', content }]);
    expect(looked.body).toContain('1 errors: nothing can be taken in');
    expect(looked.body).toContain('l.csv:2');
    expect(looked.body).not.toContain('name="token"');
    expect(await readdir(join(root, 'data', '.lists'))).toEqual([]);
    for (const token of ['../ledger.db', '../../etc/passwd', `${'0'.repeat(32)}.csv`])
      expect((await editor.upload(LIST, [], { token, name: 'x' })).statusCode).toBe(404);
    expect((await editor.upload(LIST, [])).headers.location).toBe(LIST);
    expect(await ledger.subscribers.count()).toBe(1);
  });

  test('an export holds everybody and runs nothing in a spreadsheet', async () => {
    const { ledger, clientFor } = await mailStudio(where, 0);
    const odd = { language: 'zh', timeZone: '', metals: [], format: 'pdf', lists: ['weekly'] } as const;
    const people = Array.from({ length: 1500 }, (_, at) => ({
      ...odd,
      address: `p${at}@x.example`,
      key: `p${at}@x.example`,
      name: at === 7 ? '=cmd|x' : '李雷',
    }));
    await ledger.subscribers.change((writing) => writing.add(people, 'test', NOW));
    const editor = await clientFor('editor');
    const { headers, body } = await editor.get('/mail/subscribers/export?list=weekly&state=active');
    expect(headers['content-disposition']).toBe('attachment; filename="subscribers-2025-06-15.csv"');
    const lines = body.replace(/\r\n$/, '').split('\r\n');
    expect(lines).toHaveLength(1501);
    expect(lines[0]).toBe('\ufeffaddress,name,language,time zone,metals,format,lists,state,since,reason');
    expect(lines.find((line) => line.startsWith('p7@'))).toContain(`"'=cmd|x"`);
    expect(
      (await editor.get('/mail/subscribers/export?list=none')).body.replace(/\r\n$/, '').split('\r\n'),
    ).toHaveLength(1);
  });
});
