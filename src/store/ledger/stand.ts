import { sql } from 'kysely';
import { AssayError, quoted } from '../../errors.ts';
import type { CampaignState, DeliveryId, DeliveryState } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';

/** A delivery as a transaction finds it; `state` follows what the transaction does. */
export interface Standing {
  readonly number: number;
  readonly delivery_id: DeliveryId;
  state: DeliveryState;
  readonly attempts: number;
  readonly fence: number;
  readonly lease_until: Instant;
  readonly next_at: Instant;
  readonly subscriber_id: number;
  readonly turn: number;
  readonly edition: string;
  readonly campaign_id: number;
  readonly campaign_state: CampaignState;
  readonly deadline: Instant;
}

/**
 * Deliveries by name, nobody else's until the transaction ends, and their campaigns as they are until then: who cancels
 * one at the same time finds what is written here. Throws AssayError data E_DELIVERY_UNKNOWN.
 */
export async function stand(tx: Tx, names: readonly DeliveryId[]): Promise<Map<DeliveryId, Standing>> {
  if (names.length === 0) return new Map();
  const wanted = JSON.stringify([...new Set(names)].map((name) => [storable(name)]));
  // Before the deliveries, as everybody does: else two could wait for each other.
  if (tx.dialect.kind === 'postgres') await CAMPAIGNS.rows(tx, { wanted });
  const rows = await STANDINGS.rows(tx, { wanted });
  const found = new Map(rows.map((row) => [row.delivery_id, row]));
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined) throw unknownDelivery(missing);
  return found;
}

const CAMPAIGNS = statement<never, { wanted: string }>(
  (value, { batch, forShare }) => sql`select id from campaign where id in
      (select d.campaign_id from ${batch(value('wanted'))} cross join delivery d
        where d.delivery_id = batch.value ->> 0)
    order by id ${forShare('campaign')}`,
);

const STANDINGS = statement<Standing, { wanted: string }>(
  (value, { batch, forUpdateOf }) => sql`select d.id as number, d.delivery_id, d.state, d.attempts, d.fence,
      d.lease_until, d.next_at, d.subscriber_id, d.turn, c.edition, d.campaign_id, c.state as campaign_state, c.deadline
    from ${batch(value('wanted'))} cross join delivery d cross join campaign c
    where d.delivery_id = batch.value ->> 0 and c.id = d.campaign_id order by d.id ${forUpdateOf('d')}`,
);

/** Data E_DELIVERY_UNKNOWN. */
export function unknownDelivery(name: string): AssayError {
  return new AssayError('data', {
    code: 'E_DELIVERY_UNKNOWN',
    where: '',
    message: `no delivery ${quoted(name)} in this ledger. Expected a delivery's id, or its first 16 characters or more. "assay deliveries list" shows them.`,
  });
}
