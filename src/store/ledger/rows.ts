import { sql } from 'kysely';
import type { Campaign, CampaignState, Delivery, DeliveryState } from '../../model/delivery.ts';
import type { Language } from '../../model/language.ts';
import type { LetterFormat, Subscriber, SubscriberState } from '../../model/subscriber.ts';
import { moment } from '../database/rows.ts';

export interface SubscriberRow {
  id: number;
  key: string;
  address: string;
  name: string;
  language: Language;
  time_zone: string;
  metals: string;
  format: LetterFormat;
  lists: string;
  state: SubscriberState;
  reason: string;
  since: string;
}

export const SUBSCRIBER = sql`s.id, s.key, s.address, s.name, s.language, s.time_zone, s.metals, s.format, s.lists,
  s.state, s.reason, s.since`;

/** Of columns `SUBSCRIBER`. */
export function toSubscriber(row: SubscriberRow): Subscriber {
  return {
    id: row.id,
    key: row.key,
    address: row.address,
    name: row.name,
    language: row.language,
    timeZone: row.time_zone,
    metals: words(row.metals),
    format: row.format,
    lists: words(row.lists),
    state: row.state,
    reason: row.reason,
    since: row.since,
  };
}

/** A list of words as it is kept. */
export function words(json: string): string[] {
  // Nearly everybody has no wishes, or one list.
  return json === '[]' ? [] : (JSON.parse(json) as string[]);
}

export interface CampaignRow {
  id: number;
  edition: string;
  week: string;
  version: number;
  list: string;
  manifest: string;
  list_hash: string;
  planned: number;
  state: CampaignState;
  reason: string;
  created_at: string;
  deadline: string;
  finished_at: string;
}

export const CAMPAIGN = sql`c.id, c.edition, c.week, c.version, c.list, c.manifest, c.list_hash, c.planned, c.state,
  c.reason, c.created_at, c.deadline, c.finished_at`;

/** Of columns `CAMPAIGN`. */
export function toCampaign(row: CampaignRow): Campaign {
  return {
    id: row.id,
    edition: row.edition,
    week: row.week,
    version: row.version,
    list: row.list,
    manifest: row.manifest,
    listHash: row.list_hash,
    planned: row.planned,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at,
    deadline: row.deadline,
    finishedAt: moment(row.finished_at),
  };
}

export interface DeliveryRow {
  number: number;
  delivery_id: string;
  campaign_id: number;
  edition: string;
  list: string;
  key: string;
  address: string;
  state: DeliveryState;
  attempts: number;
  next_at: string;
  owner: string;
  lease_until: string;
  fence: number;
  reason: string;
  changed_at: string;
}

export const DELIVERY = sql`d.id as number, d.delivery_id, d.campaign_id, c.edition, c.list, d.key, s.address, d.state,
  d.attempts, d.next_at, d.owner, d.lease_until, d.fence, d.reason, d.changed_at`;

/** Of columns `DELIVERY`. */
export function toDelivery(row: DeliveryRow): Delivery {
  return {
    delivery: row.delivery_id,
    campaign: row.campaign_id,
    edition: row.edition,
    list: row.list,
    address: row.address,
    state: row.state,
    attempts: row.attempts,
    nextAt: moment(row.next_at),
    owner: row.owner,
    leaseUntil: moment(row.lease_until),
    fence: row.fence,
    reason: row.reason,
    changedAt: row.changed_at,
  };
}
