import { describe, expect, test } from 'vitest';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import {
  begin,
  campaignTo,
  claimAll,
  DEADLINE,
  ends,
  join,
  LEASE,
  minute,
  NOW,
  outcome,
  person,
  tally,
  WEEKLY,
} from './scene.ts';

describe.each(ledgerPlaces)('claiming on $name', ({ open, place }) => {
  test('gives what is due with all that a letter needs', async () => {
    const ledger = await open();
    await join(ledger, [{ ...person('a'), metals: ['copper'], timeZone: 'Asia/Shanghai', format: 'link' }]);
    const { campaign } = await ledger.plan(WEEKLY, NOW);
    const [claimed] = await claimAll(ledger, campaign.id);
    expect(claimed).toEqual({
      delivery: claimed?.delivery,
      subscriber: 1,
      address: 'A@x.cn',
      name: 'A',
      language: 'en',
      timeZone: 'Asia/Shanghai',
      metals: ['copper'],
      format: 'link',
      corrected: false,
      attempt: 1,
      fence: 1,
    });
    expect(await ledger.delivery(claimed?.delivery ?? '')).toMatchObject({
      state: 'CLAIMED',
      owner: 'me',
      leaseUntil: LEASE,
    });
    expect(await claimAll(ledger, campaign.id)).toEqual([]);
  });

  test('takes up to its limit: first those who wait for another try, then in the order of the plan', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, [...'abcd']);
    const some = await ledger.claim({
      campaign: campaign.id,
      owner: 'me',
      leaseUntil: LEASE,
      now: NOW,
      limit: 2,
    });
    expect(some.claimed.map(({ name }) => name)).toEqual(['A', 'B']);
    await ledger.write({ outcomes: [], intents: some.claimed, owner: 'me' }, NOW);
    const [a, b] = some.claimed;
    if (!a || !b) throw new Error('two were claimed');
    await ledger.write(
      ends([outcome(a, 'DEFERRED', { nextAt: minute(5) }), outcome(b, 'DEFERRED', { nextAt: minute(4) })]),
      NOW,
    );
    const request = { campaign: campaign.id, owner: 'me', leaseUntil: minute(20), limit: 3 };
    expect(await ledger.nextDue(campaign.id)).toBe(NOW);
    const next = await ledger.claim({ ...request, now: minute(4) });
    expect(next.claimed.map(({ name }) => name)).toEqual(['B', 'C', 'D']);
    expect(next.claimed[0]).toMatchObject({ attempt: 2, fence: 2 });
    expect(await ledger.nextDue(campaign.id)).toBe(minute(5));
    expect((await ledger.claim({ ...request, now: minute(6) })).claimed.map(({ name }) => name)).toEqual([
      'A',
    ]);
    expect(await ledger.nextDue(campaign.id)).toBe(minute(20));
  });

  test('leaves out whoever left after the plan, and goes on to the next', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, [...'abcd']);
    await ledger.subscribers.change(async (writing) => {
      await writing.setState(1, 'unsubscribed', 'one-click', '', NOW);
      await writing.setState(2, 'bounced', 'dsn', '', NOW);
    });
    const request = { campaign: campaign.id, owner: 'me', leaseUntil: LEASE, now: NOW, limit: 2 };
    const { claimed, suppressed } = await ledger.claim(request);
    expect(suppressed).toBe(2);
    expect(claimed.map(({ name }) => name)).toEqual(['C', 'D']);
    expect(await tally(ledger, campaign.id)).toEqual({ SUPPRESSED: 2, CLAIMED: 2 });
  });

  test('gives nothing of a campaign that is paused, cancelled, over or unknown', async () => {
    const ledger = await open();
    const { id } = await campaignTo(ledger, ['a']);
    expect((await ledger.setCampaign(id, 'paused', 'trouble', NOW)).state).toBe('paused');
    expect(await claimAll(ledger, id)).toEqual([]);
    await ledger.setCampaign(id, 'open', '', NOW);
    expect(await claimAll(ledger, id, 'me', DEADLINE)).toEqual([]);
    expect(await claimAll(ledger, id + 1)).toEqual([]);
    await ledger.setCampaign(id, 'cancelled', 'never mind', NOW);
    expect(await claimAll(ledger, id)).toEqual([]);
    expect(await tally(ledger, id)).toEqual({ CANCELLED: 1 });
    await expect(ledger.setCampaign(id, 'open', '', NOW)).rejects.toThrow(/^E_CAMPAIGN_STATE /);
    await expect(ledger.setCampaign(id + 1, 'open', '', NOW)).rejects.toThrow(/^E_CAMPAIGN /);
  });

  test('by many connections at one moment gives each delivery to one of them', async () => {
    const where = await place();
    const ledgers = await Promise.all(Array.from({ length: 8 }, () => openedAt(where)));
    const [first] = ledgers;
    if (!first) throw new Error('no ledger');
    const campaign = await campaignTo(
      first,
      Array.from({ length: 100 }, (_, at) => `p${at}`),
    );
    const claims = async (): Promise<string[]> => {
      const rounds = await Promise.all(
        ledgers.map((ledger, at) =>
          ledger.claim({
            campaign: campaign.id,
            owner: `sender ${at}`,
            leaseUntil: LEASE,
            now: NOW,
            limit: 3,
          }),
        ),
      );
      return rounds.flatMap(({ claimed }) => claimed.map(({ delivery }) => delivery));
    };
    const taken: string[] = [];
    for (let round = 0; round < 5; round += 1) taken.push(...(await claims()));
    expect(taken).toHaveLength(100);
    expect(new Set(taken).size).toBe(100);
    expect(await first.owners()).toHaveLength(8);
  });

  test('the one delivery there is goes to one of two who race for it, again and again', async () => {
    const where = await place();
    const [one, other] = [await openedAt(where), await openedAt(where)];
    const campaign = await campaignTo(one, ['a']);
    for (let round = 0; round < 20; round += 1) {
      const claims = await Promise.all([
        claimAll(one, campaign.id, 'one'),
        claimAll(other, campaign.id, 'other'),
      ]);
      const won = claims.flat();
      expect(won).toHaveLength(1);
      await one.giveBack(won, NOW);
    }
  });

  test('and cancelling at one moment leave nothing that waits for ever', async () => {
    const where = await place();
    const [sender, desk] = [await openedAt(where), await openedAt(where)];
    const campaign = await campaignTo(
      sender,
      Array.from({ length: 30 }, (_, at) => `p${at}`),
    );
    const begun = await begin(sender, campaign.id);
    const later = begun.map((each) => outcome(each, 'DEFERRED', { nextAt: minute(5) }));
    await Promise.all([
      sender.write(ends(later.slice(0, 15)), NOW),
      desk.setCampaign(campaign.id, 'cancelled', 'never mind', NOW),
      sender.write(ends(later.slice(15)), NOW),
    ]);
    expect(await tally(desk, campaign.id)).toEqual({ CANCELLED: 30 });
    expect(await desk.audit(NOW)).toEqual([]);
  });
});
