import { describe, expect, test } from 'vitest';
import type { Ledger, Resolution } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import {
  all,
  begin,
  campaignTo,
  claimAll,
  DEADLINE,
  ends,
  minute,
  NOW,
  one,
  outcome,
  tally,
} from './scene.ts';

function word(delivery: string, to: Resolution['to'], rest: Partial<Resolution> = {}): Resolution {
  return { delivery, to, kind: 'operator', by: 'wang', reason: 'the log says so', ...rest };
}

/** A campaign to one whose letter is in doubt. */
async function inDoubt(ledger: Ledger): Promise<{ campaign: number; delivery: string }> {
  const { id } = await campaignTo(ledger, ['a']);
  const sent = one(await begin(ledger, id));
  await ledger.write(ends([outcome(sent, 'UNCERTAIN')]), NOW);
  await ledger.finish(id, NOW);
  return { campaign: id, delivery: sent.delivery };
}

describe.each(ledgerPlaces)('resolving on $name', ({ open }) => {
  test('takes an operator at their word, by the beginning of a name', async () => {
    const ledger = await open();
    const { delivery } = await inDoubt(ledger);
    const after = await ledger.resolve(word(delivery.slice(0, 16), 'ACCEPTED'), minute(1));
    expect(after).toMatchObject({
      delivery,
      state: 'ACCEPTED',
      reason: 'the log says so',
      changedAt: minute(1),
    });
    expect((await ledger.attempts(delivery)).at(-1)).toMatchObject({
      kind: 'operator',
      state: 'ACCEPTED',
      owner: 'wang',
      text: 'the log says so',
    });
    expect(await ledger.delivery(delivery.slice(0, 15))).toBeUndefined();
    expect(await ledger.delivery(`${delivery.slice(0, 16)}%`)).toBeUndefined();
    expect(await ledger.audit(minute(1))).toEqual([]);
  });

  test('evidence alone tells that what waits to be sent again has arrived', async () => {
    const ledger = await open();
    const { campaign, delivery } = await inDoubt(ledger);
    const arrived = (kind: Resolution['kind']): Promise<unknown> =>
      ledger.resolve(word(delivery, 'ACCEPTED', { kind, by: 'dsn' }), minute(2));
    await ledger.resolve(word(delivery, 'PLANNED'), minute(1));
    await expect(arrived('operator')).rejects.toThrow(/^E_DELIVERY_STATE \S+: only evidence /);
    await arrived('evidence');
    expect(await ledger.delivery(delivery)).toMatchObject({ state: 'ACCEPTED', attempts: 1 });
    expect(await claimAll(ledger, campaign, 'me', minute(3))).toEqual([]);
    expect(await ledger.finish(campaign, minute(3))).toBe(true);
    expect(await ledger.audit(minute(3))).toEqual([]);
  });

  test('no evidence makes accepted what was never begun', async () => {
    const ledger = await open();
    const { id } = await campaignTo(ledger, ['a']);
    const [claimed] = await claimAll(ledger, id);
    const evidence = word(claimed?.delivery ?? '', 'ACCEPTED', { kind: 'evidence' });
    await expect(ledger.resolve(evidence, NOW)).rejects.toThrow(/^E_DELIVERY_STATE \S+: only evidence /);
    const unheard = { delivery: evidence.delivery, attempt: 1, fence: 1 };
    await ledger.write(ends([outcome(unheard, 'ACCEPTED')]), NOW);
    expect(await tally(ledger, id)).toEqual({ CLAIMED: 1 });
  });

  test('to be sent again opens a finished campaign', async () => {
    const ledger = await open();
    const { campaign, delivery } = await inDoubt(ledger);
    expect((await ledger.campaigns())[0]?.state).toBe('finished');
    await ledger.resolve(word(delivery, 'PLANNED'), minute(1));
    expect((await ledger.campaigns())[0]).toMatchObject({ state: 'open', finishedAt: undefined });
    expect(one(await claimAll(ledger, campaign, 'me', minute(2)))).toMatchObject({ delivery, attempt: 2 });
    expect(await ledger.audit(minute(2))).toEqual([]);
  });

  test('to be sent again is refused past the deadline and in a campaign that was cancelled', async () => {
    const ledger = await open();
    const { campaign, delivery } = await inDoubt(ledger);
    await expect(ledger.resolve(word(delivery, 'PLANNED'), DEADLINE)).rejects.toThrow(
      /^E_DELIVERY_STATE .*deadline/,
    );
    await expect(ledger.resolve(word(delivery, 'PLANNED'), minute(1))).resolves.toMatchObject({
      state: 'PLANNED',
    });
    await ledger.setCampaign(campaign, 'cancelled', 'never mind', minute(2));
    await expect(ledger.resolve(word(delivery, 'PLANNED'), minute(3))).rejects.toThrow(
      /^E_DELIVERY_STATE [0-9a-f]{16}: a delivery that is CANCELLED cannot become PLANNED. CANCELLED is final/,
    );
  });

  test('a bounce of what was accepted counts against the address', async () => {
    const ledger = await open();
    const { delivery } = await inDoubt(ledger);
    await ledger.resolve(word(delivery, 'ACCEPTED', { kind: 'evidence', by: 'postfix' }), minute(1));
    const reply = { code: 550, enhanced: '5.1.1', text: 'no such user' };
    const bounce = word(delivery, 'BOUNCED', { kind: 'evidence', by: 'dsn', reply, strike: 'gone' });
    expect((await ledger.resolve(bounce, minute(2))).state).toBe('BOUNCED');
    expect(await ledger.subscribers.byId(1)).toMatchObject({ state: 'bounced' });
    expect((await ledger.attempts(delivery)).at(-1)).toMatchObject({ kind: 'evidence', ...reply });
    await expect(ledger.resolve(bounce, minute(3))).rejects.toThrow(/^E_DELIVERY_STATE .*BOUNCED is final/);
    expect(await ledger.audit(minute(3))).toEqual([]);
  });

  test('names a delivery that is not there', async () => {
    const ledger = await open();
    await expect(ledger.resolve(word('ab'.repeat(8), 'ACCEPTED'), NOW)).rejects.toThrow(
      /^E_DELIVERY_UNKNOWN /,
    );
  });

  test('deliveries are found by campaign, edition, state and key', async () => {
    const ledger = await open();
    const { id } = await campaignTo(ledger, ['a', 'b', 'c']);
    const [a] = await claimAll(ledger, id);
    await ledger.refuse(a ?? { delivery: '', fence: 0 }, { state: 'REJECTED', reason: '' }, NOW);
    const names = async (query: Parameters<Ledger['deliveries']>[0]): Promise<string> =>
      (await all(ledger.deliveries(query))).map(({ address }) => address[0]).join('');
    expect(await names({ campaign: id })).toBe('ABC');
    expect(await names({ edition: '2025-W25' })).toBe('');
    expect(await names({ states: ['REJECTED', 'IN_DATA'] })).toBe('A');
    expect(await names({ states: [] })).toBe('');
    expect(await names({ edition: '2025-W24', key: 'b@x.cn' })).toBe('B');
    expect(await tally(ledger, id)).toEqual({ REJECTED: 1, CLAIMED: 2 });
  });
});
