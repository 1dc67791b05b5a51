import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { openDeskLedger } from '../../../src/app/ledger.ts';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { openDesk } from '../../../src/desk.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import type { LedgerPlace } from '../../support/ledgers.ts';
import { loopback, mailingDesk, people } from '../../support/mail-desk.ts';
import { openStudio, type TestStudio } from '../../support/studio.ts';

export const NOW = '2025-06-15T12:00:00.000Z';
export const KEY = keyOf(new Uint8Array(32).fill(3));

export interface MailStudio extends TestStudio {
  readonly ledger: Ledger;
}

/** The studio of a desk that mails, with so many people on its lists; the app's own commands see the same ledger. */
export async function mailStudio(
  { name, place }: Pick<LedgerPlace, 'name' | 'place'>,
  count = 6,
  mail: Readonly<Record<string, unknown>> = {},
): Promise<MailStudio> {
  const root = await temporaryDesk({
    'data/desk.yaml': mailingDesk(loopback(9), mail),
    'data/mail.key': `${'03'.repeat(32)}\n`,
  });
  await chmod(join(root, 'data', 'mail.key'), 0o600);
  vi.stubEnv('DATABASE_URL', name === 'postgres' ? await place() : '');
  const desk = await openDesk(root);
  const ledger = await openDeskLedger(desk);
  onTestFinished(async () => {
    await ledger.close();
    vi.unstubAllEnvs();
  });
  if (count > 0)
    await ledger.subscribers.change((writing) =>
      writing.add(people(count), 'test', '2025-06-01T00:00:00.000Z'),
    );
  const studio = await openStudio({
    root,
    ledger,
    mail: { ledger, key: KEY },
    moment: NOW,
    more: { desk: async () => desk },
  });
  return { ...studio, ledger };
}

/** A campaign whose first letters were begun; `doubted` of them nobody knows the end of, the others were taken. */
export async function begun(ledger: Ledger, doubted: number, accepted: number): Promise<number> {
  const { campaign } = await ledger.plan(
    {
      edition: '2025-W24',
      week: '2025-W24',
      version: 0,
      list: 'weekly',
      manifest: 'abc',
      deadline: '2025-06-17T12:00:00.000Z',
    },
    NOW,
  );
  const { claimed } = await ledger.claim({
    campaign: campaign.id,
    owner: 'sender 1',
    leaseUntil: '2025-06-15T13:00:00.000Z',
    now: NOW,
    limit: doubted + accepted,
  });
  await ledger.write({ outcomes: [], intents: claimed, owner: 'sender 1' }, NOW);
  const outcomes = claimed.map(({ delivery, attempt, fence }, at) => ({
    delivery,
    attempt,
    fence,
    state: at < doubted ? ('UNCERTAIN' as const) : ('ACCEPTED' as const),
    phase: at < doubted ? 'body' : 'end',
    reason: at < doubted ? 'the line broke after the last dot' : '250 2.0.0 queued',
  }));
  await ledger.write({ outcomes, intents: [], owner: 'sender 1' }, NOW);
  return campaign.id;
}
