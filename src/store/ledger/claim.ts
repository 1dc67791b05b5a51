import { sql } from 'kysely';
import type { CampaignState, Claimed } from '../../model/delivery.ts';
import type { Language } from '../../model/language.ts';
import type { LetterFormat, SubscriberState } from '../../model/subscriber.ts';
import type { Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';
import type { ClaimRequest } from './index.ts';
import { words } from './rows.ts';

interface Due {
  number: number;
  delivery_id: string;
  fence: number;
  attempts: number;
  corrected: number;
  subscriber_id: number;
  address: string;
  name: string;
  language: Language;
  time_zone: string;
  metals: string;
  format: LetterFormat;
  state: SubscriberState;
  turn: number;
}

/** See Ledger.claim. `suppressed`: due letters to people who have left since they were planned; they are over. */
export async function claim(
  tx: Tx,
  request: ClaimRequest,
): Promise<{ claimed: Claimed[]; suppressed: number }> {
  let suppressed = 0;
  if (!(await mayClaim(tx, request))) return { claimed: [], suppressed };
  for (;;) {
    const { campaign, now, limit } = request;
    const due = await PICK.rows(tx, { campaign, now, limit });
    await hold(tx, request, due);
    const claimed = due.filter(({ state }) => state === 'active').map(toClaimed);
    suppressed += due.length - claimed.length;
    // Where all who were due have left, the next may not.
    if (claimed.length > 0 || due.length < request.limit) return { claimed, suppressed };
  }
}

/** The campaign stays as it is until the end: what cancels it then sees what was claimed. */
async function mayClaim(tx: Tx, { campaign, now, limit }: ClaimRequest): Promise<boolean> {
  const [row] = await CAMPAIGN.rows(tx, { campaign });
  return row?.state === 'open' && row.deadline > now && limit > 0;
}

const CAMPAIGN = statement<{ state: CampaignState; deadline: string }, { campaign: number }>(
  (value, { forShare }) => sql`select state, deadline from campaign
    where id = ${value('campaign')} ${forShare('campaign')}`,
);

/** Those who wait for another try before those who wait for their first; each in order. */
const PICK = statement<Due, { campaign: number; now: string; limit: number }>(
  // What is locked is read again: it may be newer than what the question began with.
  (value, { skipLocked, forShare }) => {
    const columns = sql`id, delivery_id, fence, attempts, corrected, subscriber_id, next_at`;
    return sql<Due>`with picked as materialized (
        select * from (select ${columns} from delivery where campaign_id = ${value('campaign')}
          and state = 'DEFERRED' and next_at <= ${value('now')}
          order by next_at, id limit ${value('limit')} ${skipLocked}) as again
        union all
        select * from (select ${columns} from delivery where campaign_id = ${value('campaign')}
          and state = 'PLANNED' order by next_at, id limit ${value('limit')} ${skipLocked}) as new
        limit ${value('limit')})
      select picked.id as number, picked.delivery_id, picked.fence, picked.attempts, picked.corrected,
        picked.subscriber_id, s.address, s.name, s.language, s.time_zone, s.metals, s.format, s.state, s.turn
      from picked join subscriber s on s.id = picked.subscriber_id
      order by picked.next_at = '', picked.next_at, picked.id ${forShare('s')}`;
  },
);

async function hold(tx: Tx, { owner, leaseUntil, now }: ClaimRequest, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  const rows = due.map(({ number, state, turn }) =>
    state === 'active'
      ? [number, 'CLAIMED', owner, leaseUntil, 1, turn, null]
      : [number, 'SUPPRESSED', '', '', 0, turn, `the subscriber is ${state}`],
  );
  await HOLD.run(tx, { rows: JSON.stringify(rows), now });
}

const HOLD = statement<never, { rows: string; now: string }>(
  (value, { batch }) => sql`update delivery set state = batch.value ->> 1, owner = batch.value ->> 2,
      lease_until = batch.value ->> 3, fence = fence + cast(batch.value ->> 4 as integer),
      turn = cast(batch.value ->> 5 as integer), reason = coalesce(batch.value ->> 6, reason),
      changed_at = ${value('now')}
    from ${batch(value('rows'))}
    where delivery.id = cast(batch.value ->> 0 as integer) and delivery.state in ('PLANNED', 'DEFERRED')`,
);

function toClaimed(due: Due): Claimed {
  return {
    delivery: due.delivery_id,
    subscriber: due.subscriber_id,
    address: due.address,
    name: due.name,
    language: due.language,
    timeZone: due.time_zone,
    metals: words(due.metals),
    format: due.format,
    corrected: due.corrected === 1,
    attempt: due.attempts + 1,
    fence: due.fence + 1,
  };
}
