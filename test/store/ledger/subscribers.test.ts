import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { all, begin, campaignTo, ends, join, minute, NOW, one, outcome, person, WEEKLY } from './scene.ts';

async function said(ledger: Ledger, key: string): Promise<string[]> {
  const found = await ledger.subscribers.byKey(key);
  if (!found) throw new Error(`nobody is ${key}`);
  return (await ledger.subscribers.history(found.id)).map(({ what, by }) => `${what} ${by}`);
}

describe.each(ledgerPlaces)('subscribers on $name', ({ open }) => {
  test('are found by key and by id as they were added', async () => {
    const ledger = await open();
    const wishes = {
      ...person('li', ['gold', 'weekly', 'gold']),
      metals: ['copper', 'bulk'],
      timeZone: 'Asia/Shanghai',
    };
    await join(ledger, [person('wu'), wishes]);
    const li = await ledger.subscribers.byKey('li@x.cn');
    expect(li).toMatchObject({
      ...wishes,
      lists: ['gold', 'weekly'],
      state: 'active',
      reason: '',
      since: NOW,
    });
    expect(await ledger.subscribers.byId(li?.id ?? 0)).toEqual(li);
    expect(await ledger.subscribers.byKey('no@x.cn')).toBeUndefined();
    expect(await said(ledger, 'li@x.cn')).toEqual(['added import list.csv']);
  });

  test('come by key, of a list, in a state, and are counted so', async () => {
    const ledger = await open();
    await join(ledger, [person('c'), person('a'), person('b', ['gold']), person('d', [])]);
    await ledger.subscribers.change(async (writing) => {
      const [c] = (await writing.byKeys(['c@x.cn', 'none@x.cn'])).values();
      await writing.setState(c?.id ?? 0, 'unsubscribed', 'one-click', 'enough', minute(1));
    });
    const keys = async (query?: Parameters<Ledger['subscribers']['all']>[0]): Promise<string[]> =>
      (await all(ledger.subscribers.all(query))).map(({ key }) => key[0] ?? '');
    expect(await keys()).toEqual(['a', 'b', 'c', 'd']);
    expect(await keys({ list: 'weekly' })).toEqual(['a', 'c']);
    expect(await keys({ list: 'weekly', state: 'active' })).toEqual(['a']);
    expect(await keys({ state: 'unsubscribed' })).toEqual(['c']);
    expect(await ledger.subscribers.count()).toBe(4);
    expect(await ledger.subscribers.count({ list: 'weekly', state: 'active' })).toBe(1);
  });

  test('more than a batch of them come whole and in order', async () => {
    const ledger = await open();
    const names = Array.from({ length: 4500 }, (_, at) => `p${String(at).padStart(5, '0')}`);
    await join(
      ledger,
      [...names].reverse().map((name) => person(name)),
    );
    expect(
      (await all(ledger.subscribers.all({ list: 'weekly' }))).map(({ name }) => name.toLowerCase()),
    ).toEqual(names);
    expect(await ledger.count(WEEKLY)).toBe(4500);
    const { campaign } = await ledger.plan(WEEKLY, NOW);
    expect((await all(ledger.deliveries({ campaign: campaign.id }))).map((each) => each.address)).toEqual(
      names.map((name) => `${name.toUpperCase()}@x.cn`),
    );
  });

  test('change their wishes and keep their state', async () => {
    const ledger = await open();
    await join(ledger, [person('a')]);
    await ledger.subscribers.change(async (writing) => {
      await writing.setState(1, 'unsubscribed', 'page', '', minute(1));
      await writing.update(
        [{ ...person('a', ['gold']), id: 1, address: 'a@X.cn' }],
        'import b.csv',
        minute(2),
      );
    });
    expect(await ledger.subscribers.byId(1)).toMatchObject({
      address: 'a@X.cn',
      lists: ['gold'],
      state: 'unsubscribed',
    });
    expect(await ledger.subscribers.count({ list: 'weekly' })).toBe(0);
    expect(await ledger.subscribers.count({ list: 'gold' })).toBe(1);
    expect(await said(ledger, 'a@x.cn')).toEqual([
      'added import list.csv',
      'unsubscribed page',
      'changed import b.csv',
    ]);
  });

  test('are changed whole or not at all', async () => {
    const ledger = await open();
    await expect(
      ledger.subscribers.change(async (writing) => {
        await writing.add([person('a')], 'desk', NOW);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const unwanted = await ledger.subscribers.change(
      async (writing) => {
        await writing.add([person('b')], 'desk', NOW);
        return (await writing.byKeys(['b@x.cn'])).size;
      },
      () => false,
    );
    expect(unwanted).toBe(1);
    expect(await ledger.subscribers.count()).toBe(0);
  });

  test('one who left is not brought back by a bounce, nor told of twice', async () => {
    const ledger = await open();
    await join(ledger, [person('a')]);
    for (const state of ['unsubscribed', 'unsubscribed', 'bounced'] as const)
      await ledger.subscribers.change((writing) => writing.setState(1, state, 'page', 'enough', minute(1)));
    expect(await ledger.subscribers.byId(1)).toMatchObject({
      state: 'unsubscribed',
      reason: 'enough',
      since: minute(1),
    });
    await ledger.subscribers.change((writing) =>
      writing.setState(1, 'active', 'desk', 'asked for it', minute(2)),
    );
    expect(await said(ledger, 'a@x.cn')).toEqual([
      'added import list.csv',
      'unsubscribed page',
      'resubscribed desk',
    ]);
  });

  test('an address that is gone bounces at once', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a']);
    const sent = one(await begin(ledger, campaign.id));
    const end = ends([outcome(sent, 'REJECTED', { strike: 'gone', reason: 'no such user' })]);
    await ledger.write(end, minute(1));
    await ledger.write(end, minute(2));
    expect(await ledger.subscribers.byId(1)).toMatchObject({ state: 'bounced', reason: 'no such user' });
    expect(await said(ledger, 'a@x.cn')).toEqual(['added import list.csv', 'strike smtp', 'bounced smtp']);
  });

  test('the second strike counts, of another edition, and not those before somebody vouched for the address', async () => {
    const ledger = await open();
    await join(ledger, [person('a')]);
    const struck = async (week: number): Promise<string> => {
      const edition = `2025-W${week}`;
      const { campaign } = await ledger.plan({ ...WEEKLY, edition, week: edition }, NOW);
      const sent = one(await begin(ledger, campaign.id));
      await ledger.write(ends([outcome(sent, 'DEFERRED', { strike: 'strike', nextAt: NOW })]), NOW);
      for (const again of await begin(ledger, campaign.id))
        await ledger.write(ends([outcome(again, 'REJECTED', { strike: 'strike' })]), NOW);
      return (await ledger.subscribers.byId(1))?.state ?? '';
    };
    expect(await struck(24)).toBe('active');
    await ledger.subscribers.change((writing) =>
      writing.setState(1, 'active', 'desk', 'it is good', minute(1)),
    );
    expect(await struck(25)).toBe('active');
    expect(await struck(26)).toBe('bounced');
    await ledger.subscribers.change((writing) =>
      writing.setState(1, 'active', 'desk', 'it is good', minute(1)),
    );
    expect(await struck(27)).toBe('active');
    expect((await said(ledger, 'a@x.cn')).map((line) => line.split(' ')[0])).toEqual([
      'added',
      'strike',
      'restored',
      'strike',
      'strike',
      'bounced',
      'restored',
      'strike',
    ]);
  });
});
