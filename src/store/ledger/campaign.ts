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
import { storable, type Tx } from '../database/dialect.ts';
import { shaped, statement } from '../database/statement.ts';
import { CAMPAIGN, type CampaignRow, toCampaign } from './rows.ts';

/** Newest first. */
export async function campaigns(
  tx: Tx,
  { edition, list }: { readonly edition?: EditionId; readonly list?: string } = {},
): Promise<Campaign[]> {
  const shape = { byEdition: edition !== undefined, byList: list !== undefined };
  const rows = await CAMPAIGNS(shape).rows(tx, { edition: edition ?? '', list: list ?? '' });
  return rows.map(toCampaign);
}

type Wanted = { readonly byEdition: boolean; readonly byList: boolean };

const CAMPAIGNS = shaped<Wanted, CampaignRow, { edition: EditionId; list: string }>(
  ({ byEdition, byList }) =>
    (value) =>
      sql`select ${CAMPAIGN} from campaign c
      where ${byEdition ? sql`c.edition = ${value('edition')}` : sql`1 = 1`}
        and ${byList ? sql`c.list = ${value('list')}` : sql`1 = 1`} order by c.id desc`,
);

/** Letters by state; a state nobody is in counts 0. */
export async function counts(tx: Tx, campaign: number): Promise<DeliveryCounts> {
  const found: Record<DeliveryState, number> = { ...NONE };
  for (const { state, rows } of await COUNTS.rows(tx, { campaign })) found[state] = rows;
  return found;
}

const COUNTS = statement<{ state: DeliveryState; rows: number }, { campaign: number }>(
  (value) =>
    sql`select state, count(*) as rows from delivery where campaign_id = ${value('campaign')} group by state`,
);

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
  await FINISH.run(tx, { id, now });
  return true;
}

const FINISH = statement<never, { id: number; now: Instant }>(
  (value) => sql`update campaign set state = 'finished', reason = '', finished_at = ${value('now')}
    where id = ${value('id')} and state in ('open', 'paused')`,
);

/** A campaign that stays as it is until the transaction ends. Throws AssayError usage E_CAMPAIGN. */
async function campaignById(tx: Tx, id: number): Promise<Campaign> {
  const [row] = await BY_ID.rows(tx, { id });
  if (row) return toCampaign(row);
  throw new AssayError('usage', {
    code: 'E_CAMPAIGN',
    where: '',
    message: `no campaign ${quoted(String(id))} in this ledger. "assay deliveries list" shows them.`,
  });
}

const BY_ID = statement<CampaignRow, { id: number }>(
  (value, { forUpdate }) => sql`select ${CAMPAIGN} from campaign c where c.id = ${value('id')} ${forUpdate}`,
);

/** See Ledger.nextDue. */
export async function nextDue(tx: Tx, campaign: number): Promise<Instant | undefined> {
  const [row] = await DUE.rows(tx, { campaign });
  return row?.due ?? undefined;
}

const DUE = statement<{ due: Instant | null }, { campaign: number }>((value) => {
  const its = (state: string) => sql`campaign_id = ${value('campaign')} and state = ${sql.lit(state)}`;
  return sql`select min(due) as due from (
      select min(c.created_at) as due from campaign c where c.id = ${value('campaign')} and exists
        (select 1 from delivery where ${its('PLANNED')})
      union all select min(next_at) from delivery where ${its('DEFERRED')}
      union all select min(lease_until) from delivery where ${its('CLAIMED')}
      union all select min(lease_until) from delivery where ${its('IN_DATA')}) as moments`;
});

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
