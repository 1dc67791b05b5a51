import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { AssayError } from '../../errors.ts';
import type { Campaign } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { shaped, statement } from '../database/statement.ts';
import { cancelLeft } from './campaign.ts';
import { deliveryIdOf } from './delivery-id.ts';
import type { NewCampaign } from './index.ts';
import { type Recipient, recipients, type Sources } from './recipients.ts';
import { CAMPAIGN, type CampaignRow, toCampaign } from './rows.ts';

/** Advisory lock: one plan at a time, so that lists planned at once do not both take the same person. */
const PLANNING = 2;

const MANY = 5_000;

/** See Ledger.plan. */
export async function plan(
  tx: Tx,
  wanted: NewCampaign,
  now: Instant,
): Promise<{ campaign: Campaign; isNew: boolean }> {
  await tx.dialect.lock(PLANNING)?.execute(tx.db);
  const known = await campaignsOf(tx, wanted, true);
  const same = known.find(({ edition, list }) => edition === wanted.edition && list === wanted.list);
  if (same) return { campaign: same, isNew: false };
  refuseOlder(wanted, known);
  for (const elder of known)
    if (elder.version < wanted.version) await supersede(tx, elder, wanted.edition, now);

  await tx.dialect.manyRows?.execute(tx.db);
  const campaign = await addCampaign(tx, wanted, now);
  const keys = createHash('sha256');
  let planned = 0;
  for await (const people of recipients(tx, sourcesOf(wanted, known))) {
    for (const { key } of people) keys.update(`${key}\n`);
    planned += people.length;
    await addDeliveries(tx, campaign, people, now);
  }
  const listHash = keys.digest('hex');
  await PLANNED.run(tx, { id: campaign.id, planned, listHash });
  if (planned > MANY) await tx.dialect.counted('delivery')?.execute(tx.db);
  return { campaign: { ...campaign, planned, listHash }, isNew: true };
}

const PLANNED = statement<never, { id: number; planned: number; listHash: string }>(
  (value) => sql`update campaign set planned = ${value('planned')}, list_hash = ${value('listHash')}
    where id = ${value('id')}`,
);

/** See Ledger.count. */
export async function count(tx: Tx, wanted: NewCampaign): Promise<number> {
  const known = await campaignsOf(tx, wanted, false);
  refuseOlder(wanted, known);
  const same = known.find(({ edition, list }) => edition === wanted.edition && list === wanted.list);
  if (same) return same.planned;
  let people = 0;
  for await (const batch of recipients(tx, sourcesOf(wanted, known))) people += batch.length;
  return people;
}

/** Of the week; with `hold` nobody else changes them until the transaction ends. */
async function campaignsOf(tx: Tx, { week }: NewCampaign, hold: boolean): Promise<Campaign[]> {
  return (await OF_WEEK(hold).rows(tx, { week })).map(toCampaign);
}

const OF_WEEK = shaped<boolean, CampaignRow, { week: string }>(
  (hold) =>
    (value, { forUpdate }) =>
      sql`select ${CAMPAIGN} from campaign c where c.week = ${value('week')} order by c.id
      ${hold ? forUpdate : sql``}`,
);

function refuseOlder(wanted: NewCampaign, known: readonly Campaign[]): void {
  const newer = known.find(({ version }) => version > wanted.version);
  if (newer === undefined) return;
  throw new AssayError('data', {
    code: 'E_SEND_OLDER',
    where: wanted.edition,
    message: `${newer.edition} corrects it and was planned on ${newer.createdAt.slice(0, 10)}. Nobody gets an older edition after a newer one. Send ${newer.edition}.`,
  });
}

function sourcesOf({ list, version }: NewCampaign, known: readonly Campaign[]): Sources {
  const ids = (which: (campaign: Campaign) => boolean): number[] => known.filter(which).map(({ id }) => id);
  return {
    list,
    elders: ids((one) => one.version < version),
    siblings: ids((one) => one.version === version),
  };
}

async function supersede(tx: Tx, elder: Campaign, edition: string, now: Instant): Promise<void> {
  const reason = `corrected by ${edition}`;
  await sql`update campaign set state = 'cancelled', reason = ${reason}
    where id = ${elder.id} and state in ('open', 'paused')`.execute(tx.db);
  await cancelLeft(tx, elder.id, reason, now);
}

async function addCampaign(tx: Tx, wanted: NewCampaign, now: Instant): Promise<Campaign> {
  const { edition, week, version, list, manifest, deadline } = wanted;
  const told = { edition, week, version, list: storable(list), manifest, deadline, now };
  const [row] = await NEW_CAMPAIGN.rows(tx, told);
  if (row === undefined) throw new Error('no row was made');
  const empty = { listHash: '', planned: 0, state: 'open', reason: '', finishedAt: undefined } as const;
  return { ...wanted, ...empty, id: row.id, createdAt: now };
}

const NEW_CAMPAIGN = statement<
  { id: number },
  {
    edition: string;
    week: string;
    version: number;
    list: string;
    manifest: string;
    deadline: Instant;
    now: Instant;
  }
>(
  (value) => sql`insert into campaign
      (edition, week, version, list, manifest, list_hash, planned, state, reason, created_at, deadline, finished_at)
    values (${value('edition')}, ${value('week')}, ${value('version')}, ${value('list')}, ${value('manifest')},
      '', 0, 'open', '', ${value('now')}, ${value('deadline')}, '')
    returning id`,
);

async function addDeliveries(
  tx: Tx,
  campaign: Campaign,
  people: readonly Recipient[],
  now: Instant,
): Promise<void> {
  if (people.length === 0) return;
  const rows = people.map(({ key, subscriber, corrected }) => [
    deliveryIdOf(campaign, key),
    subscriber,
    key,
    corrected ? 1 : 0,
  ]);
  await NEW_DELIVERIES.run(tx, { rows: JSON.stringify(rows), campaign: campaign.id, now });
}

const NEW_DELIVERIES = statement<never, { rows: string; campaign: number; now: Instant }>(
  (
    value,
    { batch },
  ) => sql`insert into delivery (delivery_id, campaign_id, subscriber_id, key, state, owner, lease_until, fence,
      attempts, next_at, corrected, doubted, turn, reason, changed_at)
    select batch.value ->> 0, cast(${value('campaign')} as integer), cast(batch.value ->> 1 as integer), batch.value ->> 2,
      'PLANNED', '', '', 0, 0, '', cast(batch.value ->> 3 as integer), 0, 0, '', ${value('now')}
    from ${batch(value('rows'))}`,
);
