import { describe, expect, test } from 'vitest';
import { sent } from '../../delivery/bounces/sent.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';

const NOW = '2025-06-15T12:00:00.000Z';

describe.each(ledgerPlaces)('a letter in doubt of a finished campaign, on $name', ({ open }) => {
  async function finished() {
    const ledger = await open();
    const { deliveries } = await sent(ledger, '2025-W24', 'UNCERTAIN');
    const [campaign] = await ledger.campaigns();
    if (campaign === undefined) throw new Error('no campaign');
    expect(await ledger.finish(campaign.id, NOW)).toBe(true);
    const correct = () =>
      ledger.plan(
        {
          edition: '2025-W24.1',
          week: '2025-W24',
          version: 1,
          list: 'weekly',
          manifest: 'e'.repeat(64),
          deadline: campaign.deadline,
        },
        NOW,
      );
    const [delivery = ''] = deliveries.values();
    return { ledger, campaign, correct, delivery };
  }

  test('is not sent again once a correction was planned, by nobody’s word', async () => {
    const { ledger, campaign, correct, delivery } = await finished();
    await correct();
    const word = { delivery, to: 'PLANNED', kind: 'operator', by: 'desk', reason: 'no' } as const;
    await expect(ledger.resolve(word, NOW)).rejects.toThrow(
      /^E_DELIVERY_STATE [0-9a-f]{16}: 2025-W24\.1 corrects its edition, and nobody gets an older edition after a newer one\./,
    );
    expect(await ledger.resendUncertain(NOW, NOW)).toBe(0);
    expect((await ledger.counts(campaign.id)).UNCERTAIN).toBe(2);
    expect(await ledger.audit(NOW)).toEqual([]);
  });

  test('is sent again where the desk says so, though all the others are done', async () => {
    const { ledger, campaign } = await finished();
    expect(await ledger.resendUncertain('2025-06-15T09:00:00.000Z', NOW)).toBe(0);
    expect((await ledger.campaigns())[0]?.state).toBe('finished');
    expect(await ledger.resendUncertain(NOW, NOW)).toBe(2);
    expect((await ledger.campaigns())[0]).toMatchObject({ state: 'open', finishedAt: undefined });
    expect((await ledger.counts(campaign.id)).PLANNED).toBe(2);
    expect(await ledger.audit(NOW)).toEqual([]);
  });
});
