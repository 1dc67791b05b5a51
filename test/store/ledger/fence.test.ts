import { describe, expect, test } from 'vitest';
import type { Claimed } from '../../../src/model/delivery.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { campaignTo, claimAll, ends, LEASE, minute, one, outcome } from './scene.ts';

/** One letter, claimed by who then slept past its lease, and claimed anew by another: both for the first attempt. */
async function taken(ledger: Ledger): Promise<{ sleeper: Claimed; holder: Claimed }> {
  const { id } = await campaignTo(ledger, ['a']);
  const sleeper = one(await claimAll(ledger, id, 'sleeper'));
  expect(await ledger.recover([], LEASE)).toEqual({ freed: 1, uncertain: 0 });
  const request = { campaign: id, owner: 'holder', leaseUntil: minute(30), now: LEASE, limit: 1 };
  const holder = one((await ledger.claim(request)).claimed);
  expect([sleeper.attempt, holder.attempt, sleeper.fence, holder.fence]).toEqual([1, 1, 1, 2]);
  return { sleeper, holder };
}

async function stateOf(ledger: Ledger, { delivery }: Claimed): Promise<string> {
  const { state, owner, fence } = (await ledger.delivery(delivery)) ?? {};
  return `${state} ${owner} ${fence}`;
}

describe.each(ledgerPlaces)('who wakes under an old fence on $name', ({ open }) => {
  test('begins nothing, gives nothing back and refuses nothing that another holds', async () => {
    const ledger = await open();
    const { sleeper, holder } = await taken(ledger);
    const begun = await ledger.write({ outcomes: [], intents: [sleeper], owner: 'sleeper' }, minute(11));
    expect(begun.granted.size).toBe(0);
    await ledger.giveBack([sleeper], minute(11));
    await ledger.refuse(sleeper, { state: 'REJECTED', reason: 'no' }, minute(11));
    expect(await stateOf(ledger, holder)).toBe('CLAIMED holder 2');
    const granted = await ledger.write({ outcomes: [], intents: [holder], owner: 'holder' }, minute(12));
    expect([...granted.granted]).toEqual([holder.delivery]);
    expect(await ledger.audit(minute(12))).toEqual([]);
  });

  test('is not told that it may send what another has begun', async () => {
    const ledger = await open();
    const { sleeper, holder } = await taken(ledger);
    await ledger.write({ outcomes: [], intents: [holder], owner: 'holder' }, minute(11));
    const begun = await ledger.write({ outcomes: [], intents: [sleeper], owner: 'sleeper' }, minute(11));
    expect(begun.granted.size).toBe(0);
    expect(await stateOf(ledger, holder)).toBe('IN_DATA holder 2');
  });

  test.each(['DEFERRED', 'REJECTED', 'UNCERTAIN', 'ACCEPTED'] as const)(
    'leaves evidence, and what is under way stays so: %s',
    async (state) => {
      const ledger = await open();
      const { sleeper, holder } = await taken(ledger);
      await ledger.write({ outcomes: [], intents: [holder], owner: 'holder' }, minute(11));
      await ledger.write(ends([outcome(sleeper, state)], 'sleeper'), minute(12));
      expect(await stateOf(ledger, holder)).toBe('IN_DATA holder 2');
      const lines = await ledger.attempts(holder.delivery);
      expect(lines.map(({ kind, fence }) => `${kind} ${fence}`)).toEqual(['evidence 1', 'intent 2']);
      await ledger.write(ends([outcome(holder, 'ACCEPTED')], 'holder'), minute(13));
      expect(await stateOf(ledger, holder)).toBe('ACCEPTED  2');
      expect(await ledger.audit(minute(13))).toEqual([]);
    },
  );
});
