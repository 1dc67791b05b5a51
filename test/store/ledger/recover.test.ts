import { describe, expect, test } from 'vitest';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { all, begin, campaignTo, claimAll, ends, LEASE, minute, NOW, one, outcome, tally } from './scene.ts';

describe.each(ledgerPlaces)('recovering on $name', ({ open }) => {
  test('frees what was only claimed and doubts what was begun, of the dead alone', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, [...'abcd']);
    const request = { campaign: campaign.id, leaseUntil: LEASE, now: NOW, limit: 2 };
    const dead = await ledger.claim({ ...request, owner: 'dead' });
    const alive = await ledger.claim({ ...request, owner: 'alive' });
    await ledger.write({ outcomes: [], intents: dead.claimed.slice(0, 1), owner: 'dead' }, NOW);
    await ledger.write({ outcomes: [], intents: alive.claimed.slice(0, 1), owner: 'alive' }, NOW);
    expect(await ledger.owners()).toEqual(['alive', 'dead']);
    expect(await ledger.recover(['dead', 'nobody'], minute(1))).toEqual({ freed: 1, uncertain: 1 });
    expect(await ledger.owners()).toEqual(['alive']);
    expect(await tally(ledger, campaign.id)).toEqual({ PLANNED: 1, UNCERTAIN: 1, CLAIMED: 1, IN_DATA: 1 });
    expect(await ledger.recover([], minute(1))).toEqual({ freed: 0, uncertain: 0 });
    expect(await ledger.recover([], LEASE)).toEqual({ freed: 1, uncertain: 1 });
    expect(await ledger.audit(LEASE)).toEqual([]);
  });

  test('gives back what was claimed as it was before', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a', 'b']);
    const [a, b] = await claimAll(ledger, campaign.id);
    if (!a || !b) throw new Error('two were claimed');
    await ledger.write({ outcomes: [], intents: [a], owner: 'me' }, NOW);
    await ledger.write(ends([outcome(a, 'DEFERRED', { nextAt: minute(5) })]), NOW);
    const again = await claimAll(ledger, campaign.id, 'me', minute(6));
    await ledger.giveBack([b, ...again], minute(6));
    const nexts = (await all(ledger.deliveries({}))).map(({ state, nextAt, owner }) => [
      state,
      nextAt,
      owner,
    ]);
    expect(nexts).toEqual([
      ['DEFERRED', minute(5), ''],
      ['PLANNED', undefined, ''],
    ]);
    // Under a fence that is over nothing is given back.
    const [other] = await claimAll(ledger, campaign.id, 'you', minute(7));
    await ledger.giveBack(again, minute(7));
    expect((await ledger.delivery(other?.delivery ?? ''))?.owner).toBe('you');
  });

  test('refuses before the server was asked, without an attempt', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a', 'b']);
    const [a, b] = await claimAll(ledger, campaign.id);
    if (!a || !b) throw new Error('two were claimed');
    await ledger.refuse(a, { state: 'REJECTED', reason: 'too large' }, NOW);
    await ledger.refuse(a, { state: 'REJECTED', reason: 'too large' }, NOW);
    await ledger.refuse(b, { state: 'DEFERRED', reason: 'no line', nextAt: minute(5) }, NOW);
    expect(await tally(ledger, campaign.id)).toEqual({ REJECTED: 1, DEFERRED: 1 });
    expect((await ledger.delivery(a.delivery))?.reason).toBe('too large');
    expect(
      (await ledger.attempts(a.delivery)).map(({ attempt, phase, text }) => [attempt, phase, text]),
    ).toEqual([[0, 'refused', 'too large']]);
    const again = one(await begin(ledger, campaign.id, 'me', minute(5)));
    expect(again).toMatchObject({ delivery: b.delivery, attempt: 1, fence: 2 });
    await ledger.write(ends([outcome(again, 'ACCEPTED')]), minute(5));
    expect(await ledger.audit(minute(5))).toEqual([]);
  });

  test('sends again what is in doubt only where it is asked to, and only what has been for long', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a']);
    const sent = one(await begin(ledger, campaign.id));
    await ledger.write(ends([outcome(sent, 'UNCERTAIN')]), minute(1));
    expect(await ledger.resendUncertain(NOW, minute(2))).toBe(0);
    expect(await ledger.resendUncertain(minute(1), minute(2))).toBe(1);
    const again = one(await begin(ledger, campaign.id, 'me', minute(2)));
    expect(again).toMatchObject({ delivery: sent.delivery, attempt: 2, fence: 2 });
    await ledger.write(ends([outcome(again, 'ACCEPTED'), outcome(sent, 'ACCEPTED')]), minute(3));
    expect(await tally(ledger, campaign.id)).toEqual({ ACCEPTED: 1 });
    expect((await ledger.attempts(sent.delivery)).map(({ attempt, kind }) => `${attempt} ${kind}`)).toEqual([
      '1 intent',
      '1 outcome',
      '1 operator',
      '1 evidence',
      '2 intent',
      '2 outcome',
    ]);
    expect(await ledger.audit(minute(3))).toEqual([]);
  });
});
