import { sql } from 'kysely';
import type { Claimed } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';
import type { Refusal } from './index.ts';
import { record } from './record.ts';
import { stand } from './stand.ts';
import { type Step, take } from './step.ts';
import { LOST } from './write.ts';

interface Held {
  number: number;
  state: 'CLAIMED' | 'IN_DATA';
  attempts: number;
  fence: number;
  next_at: string;
  owner: string;
  lease_until: string;
}

/** Owners of what is CLAIMED or IN_DATA. */
export async function owners(tx: Tx): Promise<string[]> {
  const rows = await OWNERS.rows(tx, {});
  return rows.map(({ owner }) => owner);
}

const OWNERS = statement<{ owner: string }, Record<string, never>>(
  () => sql`select distinct owner from delivery where state in ('CLAIMED', 'IN_DATA') order by owner`,
);

/** See Ledger.recover. */
export async function recover(
  tx: Tx,
  dead: readonly string[],
  now: Instant,
): Promise<{ freed: number; uncertain: number }> {
  const left = await LEFT.rows(tx, { dead: JSON.stringify(dead.map((name) => [storable(name)])), now });
  const lost = left.filter(({ state }) => state === 'IN_DATA');
  await take(
    tx,
    left.map((held) => (held.state === 'CLAIMED' ? free(held) : doubt(held))),
    now,
  );
  await record(
    tx,
    lost.map(({ number, attempts, fence, owner }) => ({
      number,
      attempt: attempts,
      fence,
      kind: 'outcome',
      state: 'UNCERTAIN',
      at: now,
      phase: LOST,
      code: 0,
      enhanced: '',
      text: UNSEEN,
      queueId: '',
      owner,
    })),
  );
  return { freed: left.length - lost.length, uncertain: lost.length };
}

const LEFT = statement<Held, { dead: string; now: Instant }>(
  (
    value,
    { batch, forUpdate },
  ) => sql`select id as number, state, attempts, fence, next_at, owner, lease_until
    from delivery where state in ('CLAIMED', 'IN_DATA') and (lease_until <= ${value('now')}
      or owner in (select batch.value ->> 0 from ${batch(value('dead'))})) ${forUpdate}`,
);

const UNSEEN = 'the sender ended, or slept past its time, after the intent and before an outcome';

/** As it was before the claim. */
function free({ number, attempts, next_at: nextAt }: Pick<Held, 'number' | 'attempts' | 'next_at'>): Step {
  const to = nextAt === '' ? 'PLANNED' : 'DEFERRED';
  return { number, from: 'CLAIMED', to, attempts, nextAt, reason: '' };
}

function doubt({ number, attempts }: Held): Step {
  return { number, from: 'IN_DATA', to: 'UNCERTAIN', attempts, nextAt: '', reason: UNSEEN };
}

type Hold = Pick<Claimed, 'delivery' | 'fence'>;

/** See Ledger.giveBack. */
export async function giveBack(tx: Tx, claims: readonly Hold[], now: Instant): Promise<void> {
  const standings = await stand(
    tx,
    claims.map(({ delivery }) => delivery),
  );
  const steps = claims.flatMap(({ delivery, fence }) => {
    const standing = standings.get(delivery);
    return standing?.state === 'CLAIMED' && standing.fence === fence ? [free(standing)] : [];
  });
  await take(tx, steps, now);
}

/** See Ledger.refuse. */
export async function refuse(
  tx: Tx,
  { delivery, fence }: Hold,
  { state, reason, nextAt }: Refusal,
  now: Instant,
): Promise<void> {
  const standing = (await stand(tx, [delivery])).get(delivery);
  if (standing?.state !== 'CLAIMED' || standing.fence !== fence) return;
  const { number, attempts } = standing;
  const due = state === 'DEFERRED' ? (nextAt ?? now) : '';
  await take(tx, [{ number, from: 'CLAIMED', to: state, attempts, nextAt: due, reason }], now);
  // No attempt was begun: the line stands under the number of the last one that was.
  await record(tx, [
    {
      number,
      attempt: attempts,
      fence,
      kind: 'outcome',
      state,
      at: now,
      phase: REFUSED,
      code: 0,
      enhanced: '',
      text: reason,
      queueId: '',
      owner: '',
    },
  ]);
}

/** Phase of what was never attempted. */
export const REFUSED = 'refused';
