import { sql } from 'kysely';
import { AssayError, quoted } from '../../errors.ts';
import {
  type Campaign,
  type CampaignState,
  DELIVERY_STATES,
  type DeliveryCounts,
  type DeliveryState,
  OPEN_STATES,
} from '../../model/delivery.ts';
import type { EditionId, Instant } from '../../model/time.ts';
import { storable, type Tx } from './dialect.ts';
import { CAMPAIGN, type CampaignRow, rowsOf, toCampaign } from './rows.ts';

/** Newest first. */
export async function campaigns(
  tx: Tx,
  { edition, list }: { readonly edition?: EditionId; readonly list?: string } = {},
): Promise<Campaign[]> {
  const rows = await rowsOf(
    tx,
    sql<CampaignRow>`select ${CAMPAIGN} from campaign c
      where ${edition === undefined ? sql`1 = 1` : sql`c.edition = ${edition}`}
        and ${list === undefined ? sql`1 = 1` : sql`c.list = ${list}`} order by c.id desc`,
  );
  return rows.map(toCampaign);
}

export async function counts(tx: Tx, campaign: number): Promise<DeliveryCounts> {
  const rows = await rowsOf(
    tx,
    sql<{ state: DeliveryState; rows: number }>`select state, count(*) as rows from delivery
      where campaign_id = ${campaign} group by state`,
  );
  const found: Record<DeliveryState, number> = { ...NONE };
  for (const { state, rows: number } of rows) found[state] = number;
  return found;
}

const NONE: DeliveryCounts = {
  PLANNED: 0,
  CLAIMED: 0,
  IN_DATA: 0,
  ACCEPTED: 0,
  BOUNCED: 0,
  DEFERRED: 0,
  REJECTED: 0,
  UNCERTAIN: 0,
  SUPPRESSED: 0,
  EXPIRED: 0,
  CANCELLED: 0,
};

/** See Ledger.finish. */
export async function finish(tx: Tx, id: number, now: Instant): Promise<boolean> {
  const campaign = await campaignById(tx, id);
  if (campaign.state === 'finished') return true;
  if (campaign.state === 'cancelled') return false;
  if ((await nextDue(tx, id)) !== undefined) return false;
  const found = await counts(tx, id);
  const sum = DELIVERY_STATES.reduce((all, state) => all + found[state], 0);
  if (sum !== campaign.planned || OPEN_STATES.some((state) => found[state] > 0)) return false;
  await sql`update campaign set state = 'finished', reason = '', finished_at = ${now}
    where id = ${id} and state in ('open', 'paused')`.execute(tx.db);
  return true;
}

/** A campaign that stays as it is until the transaction ends. Throws AssayError usage E_CAMPAIGN. */
export async function campaignById(tx: Tx, id: number): Promise<Campaign> {
  const [row] = await rowsOf(
    tx,
    sql<CampaignRow>`select ${CAMPAIGN} from campaign c where c.id = ${id} ${tx.dialect.forUpdate}`,
  );
  if (row) return toCampaign(row);
  throw new AssayError('usage', {
    code: 'E_CAMPAIGN',
    where: '',
    message: `no campaign ${quoted(String(id))} in this ledger. "assay deliveries list" shows them.`,
  });
}

/** See Ledger.nextDue. */
export async function nextDue(tx: Tx, campaign: number): Promise<Instant | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<{ due: Instant | null }>`select min(due) as due from (
        select min(c.created_at) as due from campaign c where c.id = ${campaign} and exists
          (select 1 from delivery where campaign_id = ${campaign} and state = 'PLANNED')
        union all
        select min(next_at) from delivery where campaign_id = ${campaign} and state = 'DEFERRED'
        union all
        select min(lease_until) from delivery where campaign_id = ${campaign} and state = 'CLAIMED'
        union all
        select min(lease_until) from delivery where campaign_id = ${campaign} and state = 'IN_DATA') as moments`,
  );
  return row?.due ?? undefined;
}

/** See Ledger.setCampaign. */
export async function setCampaign(
  tx: Tx,
  id: number,
  state: Exclude<CampaignState, 'finished'>,
  reason: string,
  now: Instant,
): Promise<Campaign> {
  const campaign = await campaignById(tx, id);
  if (campaign.state === 'finished' || (campaign.state === 'cancelled' && state !== 'cancelled'))
    throw new AssayError('data', {
      code: 'E_CAMPAIGN_STATE',
      where: `${campaign.edition} to ${campaign.list}`,
      message: `it is ${campaign.state} and cannot become ${state}. Only an open or a paused campaign changes. Nothing was changed.`,
    });
  if (campaign.state === 'cancelled') return campaign;
  await sql`update campaign set state = ${state}, reason = ${storable(reason)} where id = ${id}`.execute(
    tx.db,
  );
  if (state === 'cancelled') await cancelLeft(tx, id, reason, now);
  return campaignById(tx, id);
}

/** What was not begun is not sent any more. */
export async function cancelLeft(tx: Tx, campaign: number, reason: string, now: Instant): Promise<void> {
  await sql`update delivery set state = 'CANCELLED', owner = '', lease_until = '', next_at = '',
      reason = ${storable(reason)}, changed_at = ${now}
    where campaign_id = ${campaign} and state in ('PLANNED', 'DEFERRED', 'CLAIMED')`.execute(tx.db);
}

/** See Ledger.expire. */
export async function expire(tx: Tx, now: Instant): Promise<number> {
  const late = await rowsOf(
    tx,
    sql<{
      id: number;
    }>`select id from campaign where state in ('open', 'paused') and deadline <= ${now} order by deadline
      ${tx.dialect.forShare('campaign')}`,
  );
  let expired = 0;
  for (const { id } of late) {
    const { numAffectedRows } = await sql`update delivery set state = 'EXPIRED', owner = '', lease_until = '',
        next_at = '', reason = 'its campaign''s deadline has passed', changed_at = ${now}
      where campaign_id = ${id} and state in ('PLANNED', 'DEFERRED')`.execute(tx.db);
    expired += Number(numAffectedRows ?? 0);
  }
  return expired;
}
