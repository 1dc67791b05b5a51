import { sql } from 'kysely';
import type { Delivery, DeliveryState } from '../../model/delivery.ts';
import type { Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { DeliveryPage, DeliveryPageQuery } from './index.ts';
import { DELIVERY, type DeliveryRow, toDelivery } from './rows.ts';

/** See Ledger.deliveryPage. */
export async function deliveryPage(tx: Tx, query: DeliveryPageQuery): Promise<DeliveryPage> {
  return query.state === undefined ? byAddress(tx, query) : byTurn(tx, query, query.state);
}

async function byAddress(tx: Tx, { campaign, after, limit }: DeliveryPageQuery): Promise<DeliveryPage> {
  const rows = await rowsOf(
    tx,
    sql<DeliveryRow>`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
      join subscriber s on s.id = d.subscriber_id
      where d.campaign_id = ${campaign} and d.key > ${after} order by d.key limit ${limit + 1}`,
  );
  return pageOf(rows, limit, ({ key }) => key);
}

/** Along the index that senders claim by: of a state few are in none of the others is looked at. */
async function byTurn(
  tx: Tx,
  { campaign, after, limit }: DeliveryPageQuery,
  state: DeliveryState,
): Promise<DeliveryPage> {
  const [, nextAt = '', number = '0'] = MARK.exec(after) ?? [];
  const rows = await rowsOf(
    tx,
    sql<DeliveryRow>`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
      join subscriber s on s.id = d.subscriber_id
      where d.campaign_id = ${campaign} and d.state = ${state}
        and (d.next_at, d.id) > (${nextAt}, ${Number(number)})
      order by d.next_at, d.id limit ${limit + 1}`,
  );
  return pageOf(rows, limit, (row) => `${row.next_at}/${row.number}`);
}

const MARK = /^([0-9TZ:.-]{0,30})\/(\d{1,9})$/;

function pageOf(
  rows: readonly DeliveryRow[],
  limit: number,
  mark: (row: DeliveryRow) => string,
): DeliveryPage {
  const some = rows.slice(0, limit);
  const last = some.at(-1);
  const next = last === undefined || rows.length <= limit ? '' : mark(last);
  return { deliveries: some.map(toDelivery), next };
}

/** See Ledger.deliveriesIn. Campaign by campaign: there is an index for each, and none for all. */
export async function deliveriesIn(tx: Tx, state: DeliveryState, limit: number): Promise<Delivery[]> {
  const rows = await rowsOf(
    tx,
    sql<DeliveryRow>`select ${DELIVERY} from campaign c cross join delivery d
      join subscriber s on s.id = d.subscriber_id
      where d.campaign_id = c.id and d.state = ${state} order by c.id desc, d.id limit ${limit}`,
  );
  return rows.map(toDelivery);
}

/** See Ledger.deliveriesTo. */
export async function deliveriesTo(tx: Tx, key: string, limit: number): Promise<Delivery[]> {
  const rows = await rowsOf(
    tx,
    sql<DeliveryRow>`select ${DELIVERY} from campaign c cross join delivery d
      join subscriber s on s.id = d.subscriber_id
      where d.campaign_id = c.id and d.key = ${key} order by c.id desc limit ${limit}`,
  );
  return rows.map(toDelivery);
}
