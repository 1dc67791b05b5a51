import type { DeliveryState } from '../../../src/model/delivery.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { people } from '../../support/mail-desk.ts';

/** Whom the letters of a test go to. */
export interface Sent {
  /** id of the delivery of each reader, by address. */
  readonly deliveries: ReadonlyMap<string, string>;
}

const OWNER = 'test';

/** An edition sent to `count` readers, all of whose letters ended as `state`. Readers are added where there are none. */
export async function sent(
  ledger: Ledger,
  edition: string,
  state: 'ACCEPTED' | 'UNCERTAIN',
  count = 2,
): Promise<Sent> {
  const now = '2025-06-15T10:00:00.000Z';
  if ((await ledger.subscribers.count()) === 0)
    await ledger.subscribers.change((writing) => writing.add(people(count), 'test', now));
  const { campaign } = await ledger.plan(
    {
      edition,
      week: edition.slice(0, 8),
      version: 0,
      list: 'weekly',
      manifest: 'f'.repeat(64),
      deadline: '2025-06-17T10:00:00.000Z',
    },
    now,
  );
  const leaseUntil = '2025-06-15T11:00:00.000Z';
  const { claimed } = await ledger.claim({
    campaign: campaign.id,
    owner: OWNER,
    leaseUntil,
    now,
    limit: 1000,
  });
  const claims = claimed.map(({ delivery, attempt, fence }) => ({ delivery, attempt, fence }));
  await ledger.write({ outcomes: [], intents: claims, owner: OWNER }, now);
  const outcomes = claims.map((one) => ({ ...one, state, phase: 'end', reason: 'test' }));
  await ledger.write({ outcomes, intents: [], owner: OWNER }, now);
  return { deliveries: new Map(claimed.map(({ address, delivery }) => [address, delivery])) };
}

export async function stateOf(
  ledger: Ledger,
  delivery: string | undefined,
): Promise<DeliveryState | undefined> {
  return delivery === undefined ? undefined : (await ledger.delivery(delivery))?.state;
}
