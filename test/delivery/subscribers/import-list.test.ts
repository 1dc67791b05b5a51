import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  importList,
  type ListCounts,
  type ListImport,
} from '../../../src/delivery/subscribers/import-list.ts';
import { Told } from '../../../src/delivery/subscribers/told.ts';
import { type WishReaders, wishReaders } from '../../../src/delivery/subscribers/wishes.ts';
import { openDesk } from '../../../src/desk.ts';
import type { Effects } from '../../../src/effects.ts';
import { problemLines } from '../../../src/errors.ts';
import type { Subscriber, SubscriberState } from '../../../src/model/subscriber.ts';
import { programRoot } from '../../../src/program.ts';
import { openTable } from '../../../src/sources/index.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { stillEffects } from '../../support/effects.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const NONE = { added: 0, changed: 0, same: 0, resubscribed: 0, unsubscribed: 0, bounced: 0, duplicates: 0 };

let readers: WishReaders;
beforeAll(async () => {
  const { catalog, config } = await openDesk(programRoot());
  readers = wishReaders({ catalog, languages: config.languages });
});

type Options = Partial<Pick<ListImport, 'list' | 'resubscribe' | 'dryRun'>>;

async function take(
  ledger: Ledger,
  content: string,
  options: Options = {},
  effects: Effects = stillEffects(NOW),
): Promise<{ counts: Readonly<ListCounts>; lines: string[]; planned: unknown[] }> {
  const root = await temporaryDesk({ 'subscribers.csv': content });
  const table = await openTable(join(root, 'subscribers.csv'), 'subscribers.csv', 2 ** 26);
  const told = new Told();
  const planned: unknown[] = [];
  const usual = {
    name: '',
    language: 'en',
    timeZone: '',
    metals: [],
    format: 'pdf',
    lists: ['weekly'],
  } as const;
  const asked = { table, readers, usual, by: 'import subscribers.csv', dryRun: false, ...options };
  const counts = await importList(ledger, asked, told, effects, (counts) => planned.push({ ...counts }));
  return { counts, lines: problemLines(told.findings), planned };
}

async function everybody(ledger: Ledger): Promise<Subscriber[]> {
  const all: Subscriber[] = [];
  for await (const some of ledger.subscribers.all()) all.push(...some);
  return all;
}

async function put(
  ledger: Ledger,
  key: string,
  state: SubscriberState,
  reason: string,
  at = NOW,
): Promise<void> {
  const known = await ledger.subscribers.byKey(key);
  expect(known, key).toBeDefined();
  await ledger.subscribers.change((writing) => writing.setState(known?.id ?? 0, state, 'desk', reason, at));
}

describe.each(ledgerPlaces)('a list taken into the ledger on $name', ({ open }) => {
  test('makes people known with what it says and the usual for the rest', async () => {
    const ledger = await open();
    const { counts, lines, planned } = await take(
      ledger,
      'email,name,language,metals,lists\nLi.Wei@X.cn,李伟,zh,"copper,锡",vip\nwang@x.cn,,,,\n',
    );
    expect(counts).toEqual({ ...NONE, rows: 2, added: 2 });
    expect(planned).toEqual([counts]);
    expect(lines).toEqual([]);
    expect(await everybody(ledger)).toMatchObject([
      {
        address: 'Li.Wei@x.cn',
        key: 'li.wei@x.cn',
        name: '李伟',
        language: 'zh',
        metals: ['copper', 'tin'],
        lists: ['vip'],
        state: 'active',
      },
      {
        key: 'wang@x.cn',
        name: '',
        language: 'en',
        timeZone: '',
        metals: [],
        format: 'pdf',
        lists: ['weekly'],
      },
    ]);
    const li = await ledger.subscribers.byKey('li.wei@x.cn');
    expect(await ledger.subscribers.history(li?.id ?? 0)).toMatchObject([
      { at: NOW, what: 'added', by: 'import subscribers.csv' },
    ]);
  });

  test('keeps of known people what it does not say', async () => {
    const ledger = await open();
    await take(ledger, 'email,name,language,metals,lists\nli@x.cn,Li,zh,tin,vip\nwang@x.cn,Wang,zh,,\n');
    const { counts } = await take(ledger, 'email,name,format\nli@x.cn,,link\nwang@x.cn,Wang,pdf\n');
    expect(counts).toEqual({ ...NONE, rows: 2, changed: 1, same: 1 });
    expect(await everybody(ledger)).toMatchObject([
      { key: 'li@x.cn', name: 'Li', language: 'zh', metals: ['tin'], format: 'link', lists: ['vip'] },
      { key: 'wang@x.cn', name: 'Wang', language: 'zh', format: 'pdf', lists: ['weekly'] },
    ]);
  });

  test('a second time changes nothing, and nobody is twice', async () => {
    const ledger = await open();
    const list = 'email,name\nLi@X.cn,Li\nwang@x.cn,Wang\n';
    await take(ledger, list);
    const before = await everybody(ledger);
    expect((await take(ledger, list)).counts).toEqual({ ...NONE, rows: 2, same: 2 });
    expect(await everybody(ledger)).toEqual(before);
  });

  test('takes "all" for every metal, and another spelling of an address', async () => {
    const ledger = await open();
    await take(ledger, 'email,metals\nli@x.cn,tin\n');
    expect((await take(ledger, 'email,metals\nLi@x.cn,全部\n')).counts).toEqual({
      ...NONE,
      rows: 1,
      changed: 1,
    });
    expect(await everybody(ledger)).toMatchObject([{ address: 'Li@x.cn', key: 'li@x.cn', metals: [] }]);
  });

  test('with a list named puts everybody on it and takes nobody off another', async () => {
    const ledger = await open();
    await take(ledger, 'email,lists\nli@x.cn,vip\n');
    await take(ledger, 'email\nli@x.cn\nwang@x.cn\n', { list: 'daily' });
    expect((await everybody(ledger)).map(({ key, lists }) => [key, lists])).toEqual([
      ['li@x.cn', ['daily', 'vip']],
      ['wang@x.cn', ['daily']],
    ]);
    const names: string[] = [];
    for await (const some of ledger.subscribers.all({ list: 'vip' }))
      names.push(...some.map(({ key }) => key));
    expect(names).toEqual(['li@x.cn']);
  });

  test('tells of people who stand in it twice; the first line counts', async () => {
    const ledger = await open();
    const { counts, lines } = await take(
      ledger,
      'email,name\nli@x.cn,Li\nwang@x.cn,Wang\nLi@X.cn,\nLI@x.cn,Li Wei\n',
    );
    expect(counts).toEqual({ ...NONE, rows: 4, added: 2, duplicates: 2 });
    expect(lines).toEqual([
      'W_SUB_DUPLICATE subscribers.csv:4: Li@X.cn is the same as line 2 (li@x.cn); one mail will be sent.',
      'W_SUB_DUPLICATE subscribers.csv:5: LI@x.cn is the same as line 2 (li@x.cn); one mail will be sent. What line 2 says of them counts.',
    ]);
    expect((await everybody(ledger)).map(({ name }) => name)).toEqual(['Li', 'Wang']);
  });

  test('finds a person again thousands of lines later', async () => {
    const ledger = await open();
    const people = Array.from({ length: 6000 }, (_, at) => `person-of-some-length-${at}@example.cn`);
    const { counts, lines } = await take(
      ledger,
      `email\n${[...people, 'PERSON-of-some-length-7@example.cn'].join('\n')}\n`,
    );
    expect(counts).toEqual({ ...NONE, rows: 6001, added: 6000, duplicates: 1 });
    expect(lines).toEqual([
      'W_SUB_DUPLICATE subscribers.csv:6002: PERSON-of-some-length-7@example.cn is the same as line 9 (person-of-some-length-7@example.cn); one mail will be sent.',
    ]);
    expect(await ledger.subscribers.count()).toBe(6000);
  });

  test('leaves those alone who left, and those whose mail came back', async () => {
    const ledger = await open();
    await take(ledger, 'email,name\nwang@x.cn,Wang\ngone@x.cn,Gone\n');
    await put(ledger, 'wang@x.cn', 'unsubscribed', 'asked by phone', '2026-09-01T02:00:00.000Z');
    await put(ledger, 'gone@x.cn', 'bounced', '5.1.1 no such user', '2026-10-02T02:00:00.000Z');
    const before = await everybody(ledger);
    const { counts, lines } = await take(ledger, 'email,name\nwang@x.cn,Another\nGone@x.cn,Another\n');
    expect(counts).toEqual({ ...NONE, rows: 2, unsubscribed: 1, bounced: 1 });
    expect(lines).toEqual([
      'W_SUB_OPTOUT subscribers.csv:2: wang@x.cn unsubscribed on 2026-09-01; kept unsubscribed. Use --resubscribe with a reason.',
      'W_SUB_BOUNCED subscribers.csv:3: gone@x.cn was taken off on 2026-10-02: mail to it came back; kept off. Use --resubscribe with a reason.',
    ]);
    expect(await everybody(ledger)).toEqual(before);
  });

  test('brings them back only with a reason, which their history keeps', async () => {
    const ledger = await open();
    await take(ledger, 'email,name\nwang@x.cn,Wang\ngone@x.cn,Gone\n');
    await put(ledger, 'wang@x.cn', 'unsubscribed', 'asked by phone');
    await put(ledger, 'gone@x.cn', 'bounced', '5.1.1');
    const { counts, lines } = await take(ledger, 'email,name\nwang@x.cn,Wang Fang\ngone@x.cn,\n', {
      resubscribe: 'asked again at the fair',
    });
    expect(lines).toEqual([]);
    expect(counts).toEqual({ ...NONE, rows: 2, resubscribed: 2 });
    const [gone, wang] = await everybody(ledger);
    expect([gone?.state, wang?.state, wang?.name]).toEqual(['active', 'active', 'Wang Fang']);
    expect((await ledger.subscribers.history(wang?.id ?? 0)).at(-1)).toMatchObject({
      what: 'resubscribed',
      by: 'import subscribers.csv',
      reason: 'asked again at the fair',
    });
  });

  test('is kept whole or not at all, and not planned where anything is wrong', async () => {
    const ledger = await open();
    await take(ledger, 'email,name\nli@x.cn,Li\n');
    const before = await everybody(ledger);
    const people = Array.from({ length: 6000 }, (_, at) => `person-of-some-length-${at}@example.cn`);
    const { lines, planned } = await take(ledger, `email\nli@x.cn\n${people.join('\n')}\nzhang@@x.cn\n`);
    expect(lines).toEqual([
      'E_SUB_ADDRESS subscribers.csv:6003: "zhang@@x.cn" is not an e-mail address (two @).',
    ]);
    expect(planned).toEqual([]);
    expect(await everybody(ledger)).toEqual(before);
  });

  test('only tried says what it would do and keeps nothing', async () => {
    const ledger = await open();
    const { counts, planned } = await take(ledger, 'email\nli@x.cn\n', { dryRun: true });
    expect(counts).toEqual({ ...NONE, rows: 1, added: 1 });
    expect(planned).toEqual([counts]);
    expect(await everybody(ledger)).toEqual([]);
  });

  test('that is stopped in the middle keeps nothing', async () => {
    const ledger = await open();
    const stop = new AbortController();
    stop.abort();
    const effects = { ...stillEffects(NOW), stop: stop.signal };
    await expect(take(ledger, 'email\nli@x.cn\n', {}, effects)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await everybody(ledger)).toEqual([]);
  });

  test('never brings back who left, whatever lists come', async () => {
    const ledger = await open();
    const step = fc.record({
      people: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 8 }),
      leaves: fc.integer({ min: 0, max: 5 }),
      tried: fc.boolean(),
    });
    const left = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
        for (const { people, leaves, tried } of steps) {
          const rows = people.map(([who, upper]) => (upper ? `P${who}@X.cn,A` : `p${who}@x.cn,B`));
          if (rows.length > 0) await take(ledger, `email,name\n${rows.join('\n')}\n`, { dryRun: tried });
          const key = `p${leaves}@x.cn`;
          if ((await ledger.subscribers.byKey(key)) !== undefined) {
            await put(ledger, key, 'unsubscribed', 'one-click');
            left.add(key);
          }
          const all = await everybody(ledger);
          expect(new Set(all.map((one) => one.key)).size).toBe(all.length);
          for (const one of all)
            expect(one.state, one.key).toBe(left.has(one.key) ? 'unsubscribed' : 'active');
        }
      }),
      { numRuns: 8 },
    );
    expect(left.size).toBeGreaterThan(0);
  });
});
