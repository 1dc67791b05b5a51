import { describe, expect, test } from 'vitest';
import { DELIVERY_STATES, TRANSITIONS } from '../../../src/model/delivery.ts';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { behindItsBack } from './raw.ts';
import { begin, campaignTo, ends, NOW, one, outcome } from './scene.ts';

const COMMANDS = [
  "update edition set manifest = 'other'",
  'delete from edition',
  "update attempt set state = 'ACCEPTED'",
  'delete from attempt',
  "update subscriber_event set what = 'added'",
  'delete from subscriber_event',
  'delete from delivery',
  'delete from campaign',
  'delete from subscriber',
  "update delivery set key = 'other'",
  'update delivery set fence = 0',
  'update delivery set attempts = 0',
  "update delivery set state = 'PLANNED'",
  `insert into delivery (delivery_id, campaign_id, subscriber_id, key, state, owner, lease_until, fence, attempts,
    next_at, corrected, doubted, turn, reason, changed_at)
    values ('x', 1, 1, 'x', 'ACCEPTED', '', '', 0, 0, '', 0, 0, 0, '', '')`,
];

describe.each(ledgerPlaces)('the database of $name itself', ({ place }) => {
  test('refuses to change or remove what happened', async () => {
    const where = await place();
    const ledger = await openLedger(where);
    await ledger.recordEdition('2025-W24', 'a1', NOW, NOW);
    const campaign = await campaignTo(ledger, ['a']);
    const sent = one(await begin(ledger, campaign.id));
    await ledger.write(ends([outcome(sent, 'REJECTED')]), NOW);
    await ledger.close();
    for (const command of COMMANDS)
      await expect(behindItsBack(where, command), command).rejects.toThrow(
        /ledger: (?:rows of|no such step|a delivery)/,
      );
    if (where.startsWith('postgres'))
      await expect(behindItsBack(where, 'truncate attempt')).rejects.toThrow(/ledger: rows of attempt/);
  });

  test('allows the steps of the table of transitions and no other', async () => {
    const where = await place();
    const ledger = await openLedger(where);
    await campaignTo(ledger, ['a']);
    await ledger.close();
    // Where a delivery stands is written with the guard off, the step with the guard on.
    const [off, on] = where.startsWith('postgres')
      ? [
          'alter table delivery disable trigger delivery_steps',
          'alter table delivery enable trigger delivery_steps',
        ]
      : [undefined, undefined];
    const guard = off === undefined ? await sqliteGuard(where) : undefined;
    await behindItsBack(where, 'update delivery set attempts = 1');
    let allowed = 0;
    for (const from of DELIVERY_STATES)
      for (const to of DELIVERY_STATES) {
        if (from === to) continue;
        await behindItsBack(
          where,
          guard?.off ?? off ?? '',
          `update delivery set state = '${from}'`,
          guard?.on ?? on ?? '',
        );
        const step = behindItsBack(where, `update delivery set state = '${to}'`);
        if (!TRANSITIONS[from].includes(to))
          await expect(step, `${from} ${to}`).rejects.toThrow(/no such step/);
        else {
          await step;
          allowed += 1;
        }
      }
    expect(allowed).toBe(Object.values(TRANSITIONS).flat().length);
  });
});

/** SQLite cannot switch a trigger off: it is dropped and made again. */
async function sqliteGuard(where: string): Promise<{ off: string; on: string }> {
  const { default: Database } = await import('libsql');
  const driver = new Database(where);
  const row: unknown = driver.prepare("select sql from sqlite_master where name = 'delivery_steps'").get();
  driver.close();
  if (typeof row !== 'object' || row === null || !('sql' in row)) throw new Error('no trigger');
  return { off: 'drop trigger delivery_steps', on: String(row.sql) };
}
