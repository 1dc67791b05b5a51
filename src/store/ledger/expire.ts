import { sql } from 'kysely';
import type { Instant } from '../../model/time.ts';
import type { Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';

/** How many campaigns are past their deadline and not finished. */
export async function late(tx: Tx, now: Instant): Promise<number> {
  return (await LATE.rows(tx, { now })).length;
}

/** See Ledger.expire. */
export async function expire(tx: Tx, now: Instant): Promise<number> {
  let expired = 0;
  for (const { id } of await LATE.rows(tx, { now })) expired += await EXPIRE.run(tx, { id, now });
  return expired;
}

const LATE = statement<{ id: number }, { now: Instant }>(
  (value, { forShare }) => sql`select id from campaign
    where state in ('open', 'paused') and deadline <= ${value('now')} order by deadline ${forShare('campaign')}`,
);

const EXPIRE = statement<never, { id: number; now: Instant }>(
  (value) => sql`update delivery set state = 'EXPIRED', owner = '', lease_until = '', next_at = '',
      reason = 'its campaign''s deadline has passed', changed_at = ${value('now')}
    where campaign_id = ${value('id')} and state in ('PLANNED', 'DEFERRED')`,
);
