import { describe, expect, test } from 'vitest';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import { behindItsBack } from './raw.ts';
import { begin, campaignTo, ends, minute, NOW, outcome } from './scene.ts';

function attempt(kind: string, state: string, n: number, fence: number, turn = 0): string {
  return `insert into attempt (number, n, fence, kind, state, at, phase, code, enhanced, reply, queue_id, owner, turn)
    values (1, ${n}, ${fence}, '${kind}', '${state}', '', 'end', 0, '', '', '', '', ${turn})`;
}

/** What is done behind the ledger's back to a finished campaign: to a, who has it, and to b, who was refused. */
const WRONGS: ReadonlyArray<readonly [wrong: string, found: string, ...statements: string[]]> = [
  ['a second acceptance', 'I1 accepted more than once', attempt('evidence', 'ACCEPTED', 2, 2)],
  ['a recipient too many', 'I2 it has more or fewer', 'update campaign set planned = 3'],
  [
    'an attempt that is missing',
    'I3 its attempts are not numbered',
    'update delivery set attempts = attempts + 1',
  ],
  [
    'an outcome out of nothing',
    'I3 an outcome of an attempt that was never begun',
    attempt('outcome', 'DEFERRED', 1, 9),
  ],
  ['a second outcome', 'I3 an attempt has two outcomes', attempt('outcome', 'DEFERRED', 1, 1)],
  ['another attempt', 'I3 an attempt was begun after a final outcome', attempt('intent', 'IN_DATA', 2, 2)],
  [
    'an attempt after one in doubt',
    'I3 an attempt was begun after one in doubt',
    attempt('outcome', 'UNCERTAIN', 1, 1),
    attempt('intent', 'IN_DATA', 2, 2),
  ],
  [
    'an attempt for somebody who left',
    'I4 an attempt was claimed after its subscriber had left',
    `insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
      values (1, '', 'unsubscribed', '', '', '', 1)`,
    attempt('intent', 'IN_DATA', 2, 2, 1),
  ],
  [
    'an acceptance without history',
    'I3 its state says accepted, its history does not',
    "update delivery set state = 'ACCEPTED'",
  ],
  [
    'something under way without intent',
    'I3 it is being sent without an intent',
    "update delivery set state = 'IN_DATA', fence = 7",
  ],
  [
    'a manifest that is another',
    "I6 its manifest is not the edition's",
    "insert into edition (edition, manifest, published_at, recorded_at) values ('2025-W24', 'zz', '', '')",
  ],
  [
    'two editions of one week and number',
    'I7 another edition has the same week and number',
    `insert into campaign (edition, week, version, list, manifest, list_hash, planned, state, reason, created_at, deadline, finished_at)
      values ('other', '2025-W24', 0, 'weekly', '', '', 0, 'open', '', '', '', '')`,
  ],
  [
    'a finish with somebody left',
    'I8 it is finished, and deliveries are left',
    "update delivery set state = 'PLANNED'",
  ],
  [
    'a cancelled campaign with somebody waiting',
    'I8 it is cancelled, and deliveries are waiting',
    "update delivery set state = 'PLANNED'",
    "update campaign set state = 'cancelled'",
  ],
  [
    'a lease that ended',
    'I10 its lease has ended and nobody took it back',
    "update delivery set state = 'CLAIMED', owner = 'x', lease_until = '2025-01-01'",
  ],
  [
    'a claim of nobody',
    'I10 it is held by nobody',
    "update delivery set state = 'CLAIMED', lease_until = '9'",
  ],
];

describe.each(ledgerPlaces)('an audit on $name', ({ name, place }) => {
  const unguarded =
    name === 'sqlite' ? ['drop trigger delivery_steps'] : ['alter table delivery disable trigger user'];

  test.each(WRONGS)('finds %s', async (_wrong, found, ...statements) => {
    const where = await place();
    const ledger = await openLedger(where);
    const campaign = await campaignTo(ledger, ['a', 'b']);
    const [a, b] = await begin(ledger, campaign.id);
    if (!a || !b) throw new Error('two were claimed');
    await ledger.write(ends([outcome(a, 'ACCEPTED'), outcome(b, 'REJECTED')]), NOW);
    expect(await ledger.finish(campaign.id, NOW)).toBe(true);
    expect(await ledger.audit(minute(1))).toEqual([]);
    await ledger.close();
    await behindItsBack(where, ...unguarded, ...statements);
    const again = await openedAt(where);
    const breaches = await again.audit(minute(1));
    const lines = breaches.map(({ invariant, what }) => `${invariant} ${what}`);
    expect(
      lines.some((line) => line.startsWith(found)),
      lines.join('\n'),
    ).toBe(true);
    expect(breaches.every(({ where: at }) => /^(?:[0-9a-f]{16}|\S+ to \S+)$/.test(at))).toBe(true);
    const ofOne = await again.audit(minute(1), campaign.id);
    expect(
      ofOne.map(({ invariant, what }) => `${invariant} ${what}`).some((line) => line.startsWith(found)),
    ).toBe(true);
    expect(await again.audit(minute(1), campaign.id + 5)).toEqual([]);
  });
});
