import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deliveryIdOf } from '../../../src/store/ledger/delivery-id.ts';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import {
  all,
  begin,
  CORRECTION,
  claimAll,
  ends,
  join,
  minute,
  NOW,
  outcome,
  person,
  tally,
  WEEKLY,
} from './scene.ts';

function initials(list: ReadonlyArray<{ readonly address: string }>): string {
  return list.map(({ address }) => address[0]).join('');
}

describe.each(ledgerPlaces)('planning on $name', ({ open, place }) => {
  test('makes a delivery for each active subscriber of the list', async () => {
    const ledger = await open();
    await join(ledger, [person('c'), person('a'), person('b', ['gold']), person('d')]);
    await ledger.subscribers.change((writing) => writing.setState(4, 'unsubscribed', 'page', '', NOW));
    expect(await ledger.count(WEEKLY)).toBe(2);
    const { campaign, isNew } = await ledger.plan(WEEKLY, NOW);
    expect(isNew).toBe(true);
    const listHash = createHash('sha256').update('a@x.cn\nc@x.cn\n').digest('hex');
    const rest = { state: 'open', reason: '', createdAt: NOW, finishedAt: undefined };
    expect(campaign).toEqual({ ...WEEKLY, ...rest, id: campaign.id, planned: 2, listHash });
    expect(await ledger.campaigns()).toEqual([campaign]);
    const planned = await all(ledger.deliveries({ edition: WEEKLY.edition }));
    expect(initials(planned)).toBe('AC');
    expect(planned[0]?.delivery).toBe(deliveryIdOf(WEEKLY, 'a@x.cn'));
    expect(planned[0]?.delivery).toBe(createHash('sha256').update('2025-W24|0|letter|a@x.cn').digest('hex'));
    expect(await tally(ledger, campaign.id)).toEqual({ PLANNED: 2 });
  });

  test('is done once: a second time gives the campaign as it is', async () => {
    const ledger = await open();
    await join(ledger, [person('a')]);
    const first = await ledger.plan(WEEKLY, NOW);
    await join(ledger, [person('b')]);
    expect(await ledger.plan(WEEKLY, minute(5))).toEqual({ campaign: first.campaign, isNew: false });
    expect(await ledger.count(WEEKLY)).toBe(1);
    expect(await tally(ledger, first.campaign.id)).toEqual({ PLANNED: 1 });
  });

  test('by several at once is done by one', async () => {
    const where = await place();
    const ledgers = await Promise.all(Array.from({ length: 4 }, () => openedAt(where)));
    await join(await openedAt(where), [person('a'), person('b')]);
    const plans = await Promise.all(ledgers.map((ledger) => ledger.plan(WEEKLY, NOW)));
    expect(plans.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(plans.map(({ campaign }) => campaign.id)).size).toBe(1);
    for (const { campaign } of plans) expect(campaign.planned).toBe(2);
  });

  test('writes nobody twice for one edition, whatever lists are planned at once', async () => {
    const where = await place();
    const [one, other] = [await openedAt(where), await openedAt(where)];
    await join(one, [person('a', ['weekly', 'gold']), person('b', ['gold']), person('c')]);
    const plans = await Promise.all([one.plan(WEEKLY, NOW), other.plan({ ...WEEKLY, list: 'gold' }, NOW)]);
    expect(plans.map(({ isNew }) => isNew)).toEqual([true, true]);
    expect(plans.map(({ campaign }) => campaign.planned).reduce((sum, planned) => sum + planned)).toBe(3);
    expect(
      initials(await all(one.deliveries({})))
        .split('')
        .sort()
        .join(''),
    ).toBe('ABC');
    expect(await one.audit(NOW)).toEqual([]);
  });

  test('of a correction cancels what is left and goes to all who got or may have got its elder', async () => {
    const ledger = await open();
    await join(
      ledger,
      [...'abcdef'].map((name) => person(name, name === 'f' ? ['gold'] : ['weekly'])),
    );
    const elder = (await ledger.plan(WEEKLY, NOW)).campaign;
    const gold = (await ledger.plan({ ...WEEKLY, list: 'gold' }, NOW)).campaign;
    const [a, b, c, d, e] = await begin(ledger, elder.id);
    const [f] = await begin(ledger, gold.id);
    if (!a || !b || !c || !d || !e || !f) throw new Error('six were planned');
    const reply = { code: 450, enhanced: '', text: 'later' };
    await ledger.write(
      ends([
        outcome(a, 'ACCEPTED'),
        outcome(b, 'UNCERTAIN'),
        outcome(c, 'REJECTED'),
        outcome(d, 'DEFERRED', { reply, nextAt: minute(5) }),
        outcome(f, 'ACCEPTED'),
      ]),
      NOW,
    );
    // f got it by another list, which is not corrected.
    const { campaign } = await ledger.plan(CORRECTION, minute(1));
    expect(await tally(ledger, elder.id)).toEqual({
      ACCEPTED: 1,
      UNCERTAIN: 1,
      REJECTED: 1,
      CANCELLED: 1,
      IN_DATA: 1,
    });
    const claimed = await claimAll(ledger, campaign.id, 'me', minute(1));
    expect(
      claimed
        .map(({ address, corrected }) => `${address[0]}${corrected ? '!' : ''}`)
        .sort()
        .join(' '),
    ).toBe('A! B! C D E! F!');
    // Still on its way when it was corrected, and put off by the server: nobody gets the elder after this.
    await ledger.write(ends([outcome(e, 'DEFERRED', { reply, nextAt: minute(5) })]), minute(2));
    expect(await tally(ledger, elder.id)).toEqual({ ACCEPTED: 1, UNCERTAIN: 1, REJECTED: 1, CANCELLED: 2 });
    expect((await ledger.campaigns({ edition: '2025-W24', list: 'weekly' }))[0]).toMatchObject({
      state: 'cancelled',
      reason: 'corrected by 2025-W24.1',
    });
    expect(await ledger.audit(minute(2))).toEqual([]);
  });

  test('of an older edition than one that is planned is refused', async () => {
    const ledger = await open();
    await join(ledger, [person('a')]);
    await ledger.plan(CORRECTION, NOW);
    await expect(ledger.plan(WEEKLY, NOW)).rejects.toThrow(/^E_SEND_OLDER 2025-W24: 2025-W24.1 corrects it/);
    await expect(ledger.count({ ...WEEKLY, list: 'gold' })).rejects.toThrow(/^E_SEND_OLDER /);
    expect(await ledger.campaigns()).toHaveLength(1);
  });
});
