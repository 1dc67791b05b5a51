import { sql } from 'kysely';
import type { AttemptEvent, Delivery, DeliveryId, DeliveryState } from '../../model/delivery.ts';
import type { EditionId } from '../../model/time.ts';
import type { Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { Session } from '../database/session.ts';
import { shaped } from '../database/statement.ts';
import type { DeliveryQuery } from './index.ts';
import { DELIVERY, type DeliveryRow, toDelivery } from './rows.ts';

const BATCH = 1000;
/** Beginnings of a name that are long enough to mean one delivery. */
const BEGINNING = /^[0-9a-f]{16,64}$/;

/** By its name, or the beginning of it where no other begins so. */
export async function delivery(tx: Tx, name: DeliveryId): Promise<Delivery | undefined> {
  if (!BEGINNING.test(name)) return undefined;
  const rows = await rowsOf(
    tx,
    // `g` comes after every digit.
    sql<DeliveryRow>`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
      join subscriber s on s.id = d.subscriber_id
      where d.delivery_id >= ${name} and d.delivery_id < ${`${name}g`} order by d.delivery_id limit 2`,
  );
  const [row] = rows;
  return row && rows.length === 1 ? toDelivery(row) : undefined;
}

/** By campaign and key. */
export async function* deliveries(
  session: Session,
  { campaign, edition, states, key }: DeliveryQuery,
): AsyncGenerator<Delivery[]> {
  const which = { byCampaign: campaign !== undefined, byEdition: edition !== undefined };
  const ids = await session.read((tx) =>
    CAMPAIGNS(which).rows(tx, { campaign: campaign ?? 0, edition: edition ?? '' }),
  );
  const page = PAGE({ states, byKey: key !== undefined });
  for (const { id } of ids) {
    let after = '';
    for (;;) {
      const from = { id, after, key: key ?? '' };
      const rows = await session.read((tx) => page.rows(tx, from));
      if (rows.length > 0) yield rows.map(toDelivery);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) break;
      after = last.key;
    }
  }
}

type Which = { readonly byCampaign: boolean; readonly byEdition: boolean };

const CAMPAIGNS = shaped<Which, { id: number }, { campaign: number; edition: EditionId }>(
  ({ byCampaign, byEdition }) =>
    (value) =>
      sql`select id from campaign where ${byCampaign ? sql`id = ${value('campaign')}` : sql`1 = 1`}
      and ${byEdition ? sql`edition = ${value('edition')}` : sql`1 = 1`} order by id`,
);

type Those = { readonly states: readonly DeliveryState[] | undefined; readonly byKey: boolean };

const PAGE = shaped<Those, DeliveryRow, { id: number; after: string; key: string }>(
  ({ states, byKey }) =>
    (value) =>
      sql`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
      join subscriber s on s.id = d.subscriber_id
      where d.campaign_id = ${value('id')} and d.key > ${value('after')}
        and ${states === undefined ? sql`1 = 1` : sql`d.state in (${sql.join(states.length > 0 ? states : [''])})`}
        and ${byKey ? sql`d.key = ${value('key')}` : sql`1 = 1`} order by d.key limit ${sql.lit(BATCH)}`,
);

/** In the order of what they tell of: a claim after another, in each the intent first. */
export async function attempts(tx: Tx, name: DeliveryId): Promise<AttemptEvent[]> {
  return rowsOf(
    tx,
    sql<AttemptEvent>`select d.delivery_id as delivery, a.n as attempt, a.kind, a.at, a.state, a.phase, a.code,
        a.enhanced, a.reply as text, a.queue_id as "queueId", a.fence, a.owner
      from delivery d join attempt a on a.number = d.id where d.delivery_id = ${name}
      order by a.fence, case a.kind when 'intent' then 0 when 'outcome' then 1 else 2 end, a.at, a.n`,
  );
}
