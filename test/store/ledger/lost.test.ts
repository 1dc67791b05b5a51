import { describe, expect, test } from 'vitest';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import { cutLine } from './cut-line.ts';
import {
  campaignTo,
  claimAll,
  ends,
  join,
  minute,
  NOW,
  one,
  outcome,
  person,
  tally,
  WEEKLY,
} from './scene.ts';

const places = ledgerPlaces.filter(({ name }) => name === 'postgres');

describe.each(places)('when the line to $name is lost', ({ place }) => {
  test.each(['before commit', 'after commit'] as const)(
    '%s, each step is taken once all the same',
    async (moment) => {
      const line = await cutLine(await place());
      const ledger = await openedAt(line.url);
      await join(ledger, [person('a'), person('b')]);

      line.cutAt(moment);
      const { campaign } = await ledger.plan(WEEKLY, NOW);
      expect(await tally(ledger, campaign.id)).toEqual({ PLANNED: 2 });
      expect(await ledger.campaigns()).toHaveLength(1);

      const claimed = await claimAll(ledger, campaign.id);
      line.cutAt(moment);
      const { granted } = await ledger.write({ outcomes: [], intents: claimed, owner: 'me' }, NOW);
      expect(granted.size).toBe(2);

      line.cutAt(moment);
      const [a, b] = claimed;
      if (!a || !b) throw new Error('two were claimed');
      await ledger.write(ends([outcome(a, 'DEFERRED', { nextAt: minute(5) }), outcome(b, 'UNCERTAIN')]), NOW);
      expect((await ledger.attempts(a.delivery)).map(({ kind }) => kind)).toEqual(['intent', 'outcome']);

      line.cutAt(moment);
      const said = { delivery: b.delivery, kind: 'operator', by: 'wang', reason: 'it came' } as const;
      expect((await ledger.resolve({ ...said, to: 'ACCEPTED' }, minute(1))).state).toBe('ACCEPTED');
      expect((await ledger.attempts(b.delivery)).map(({ kind }) => kind)).toEqual([
        'intent',
        'outcome',
        'operator',
      ]);

      // Claimed by a commit of unknown fate: nobody has it, so that it comes back when the lease ends.
      line.cutAt(moment);
      await claimAll(ledger, campaign.id, 'me', minute(6));
      await ledger.recover([], minute(11));
      expect(one(await claimAll(ledger, campaign.id, 'me', minute(11))).delivery).toBe(a.delivery);
      expect(line.cuts()).toBe(5);
    },
  );

  test('for good, it says so', async () => {
    const line = await cutLine(await place());
    const ledger = await openedAt(line.url);
    const campaign = await campaignTo(ledger, ['a']);
    await line.close();
    await expect(claimAll(ledger, campaign.id)).rejects.toThrow(
      /^E_DB_UNAVAILABLE postgres:\/\/127.0.0.1:\d+\/\w+: the database does not answer \(.*\)\. What was acknowledged is kept/,
    );
  });
});
