import { sql } from 'kysely';
import type { DeliveryState } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';

/** A delivery that moves on, by the number of its row. */
export interface Step {
  readonly number: number;
  readonly from: DeliveryState;
  readonly to: DeliveryState;
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly reason: string;
  /** Who holds it from now on, and until when; nobody by default. */
  readonly owner?: string;
  readonly leaseUntil?: Instant;
}

/** Moves deliveries, each from the state it was found in. */
export async function take(tx: Tx, steps: readonly Step[], now: Instant): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ number, from, to, attempts, nextAt, reason, owner = '', leaseUntil = '' }) => [
    number,
    from,
    to,
    attempts,
    nextAt,
    storable(reason),
    storable(owner),
    leaseUntil,
  ]);
  await TAKE.run(tx, { rows: JSON.stringify(rows), now });
}

const TAKE = statement<never, { rows: string; now: Instant }>(
  (value, { batch }) => sql`update delivery set state = batch.value ->> 2,
      attempts = cast(batch.value ->> 3 as integer), next_at = batch.value ->> 4, reason = batch.value ->> 5,
      owner = batch.value ->> 6, lease_until = batch.value ->> 7, changed_at = ${value('now')},
      doubted = case when batch.value ->> 2 = 'UNCERTAIN' then 1 else doubted end
    from ${batch(value('rows'))}
    where delivery.id = cast(batch.value ->> 0 as integer) and delivery.state = batch.value ->> 1`,
);
