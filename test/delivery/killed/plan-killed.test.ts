import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { assay, startAssay } from '../../support/assay.ts';
import { fillLedger, loopback, mailDesk, publishLetters } from '../../support/mail-desk.ts';
import { postgresUrl } from '../../support/postgres.ts';
import { chance, seedOfRun } from './chance.ts';

const RECIPIENTS = 20_000;
const KILLS = 8;

/** Planned and counted deliveries of an edition; undefined where there is no campaign. */
async function planned(ledger: Ledger, edition: string): Promise<readonly [number, number] | undefined> {
  const [campaign] = await ledger.campaigns({ edition });
  if (campaign === undefined) return undefined;
  const counts = await ledger.counts(campaign.id);
  return [campaign.planned, Object.values(counts).reduce((sum, count) => sum + count, 0)];
}

describe.skipIf(process.platform !== 'linux').each(['sqlite', 'postgres'])('on %s', (kind) => {
  test(`killed -9 while it plans for ${RECIPIENTS} readers, the campaign is there for all of them or not at all`, async ({
    skip,
  }) => {
    const database = kind === 'sqlite' ? undefined : await postgresUrl();
    if (kind === 'postgres' && database === undefined) skip('no PostgreSQL here');
    const seed = seedOfRun();
    const random = chance(seed);
    // Nobody listens there: letters are planned and none is sent.
    const root = await mailDesk(loopback(1));
    const place = database ?? join(root, 'data', 'ledger.db');
    await fillLedger(place, RECIPIENTS);
    const env = { DATABASE_URL: database ?? '' };
    const ledger = await openLedger(place);
    try {
      let takes = 0;
      const found: Array<readonly [number, number] | undefined> = [];
      for (let kill = 0; kill <= KILLS; kill += 1) {
        const edition = `2024-W${10 + kill}`;
        await publishLetters(root, edition);
        const begun = performance.now();
        const { child, ended } = startAssay(['send', edition, '--desk', root], { env });
        if (kill === 0) {
          await expect
            .poll(() => planned(ledger, edition), { interval: 10 })
            .toEqual([RECIPIENTS, RECIPIENTS]);
          takes = performance.now() - begun;
          child.kill('SIGKILL');
        }
        const timer = setTimeout(() => child.kill('SIGKILL'), takes * (0.3 + random()));
        expect((await ended).signal, `seed ${seed}`).toBe('SIGKILL');
        clearTimeout(timer);
        if (kill > 0) found.push(await planned(ledger, edition));
      }
      const whole = found.filter((one) => one !== undefined);
      console.info(
        `${kind}, seed ${seed}: ${KILLS} kills, ${whole.length} after the plan was whole, ${KILLS - whole.length} before`,
      );
      for (const one of whole) expect(one, `seed ${seed}`).toEqual([RECIPIENTS, RECIPIENTS]);
      expect((await assay(['deliveries', 'audit', '--desk', root], { env })).code).toBe(0);
    } finally {
      await ledger.close();
    }
  }, 300_000);
});
