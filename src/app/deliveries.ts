import { parseEditionId } from '../archive/index.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { quoted } from '../errors.ts';
import {
  type Campaign,
  DELIVERY_STATES,
  type Delivery,
  type DeliveryCounts,
  type DeliveryState,
} from '../model/delivery.ts';
import { nearest } from '../nearest.ts';
import type { Breach, Ledger } from '../store/ledger/index.ts';
import { keyOf, usage, withLedger } from './deliveries-words.ts';
import { journalFolder } from './ledger.ts';

/** Words as people typed them. */
export interface DeliveriesQuery {
  readonly edition?: string;
  readonly list?: string;
  readonly state?: string;
  readonly address?: string;
}

export interface CampaignSum {
  readonly edition: string;
  readonly list: string;
  readonly state: Campaign['state'];
  readonly reason: string;
  readonly planned: number;
  readonly counts: DeliveryCounts;
}

export interface ListedDeliveries {
  readonly campaigns: readonly CampaignSum[];
  /** Of those campaigns, in batches: a list may be long. Empty unless the query narrows them. */
  readonly deliveries: AsyncIterable<Delivery[]>;
}

export interface Audited {
  readonly campaigns: number;
  readonly deliveries: number;
  readonly uncertain: number;
  readonly breaches: readonly Breach[];
}

/**
 * Campaigns with their sums and, where the query names an edition, a state or an address, their deliveries; `use` has
 * them while the ledger is open.
 */
export async function listDeliveries<T>(
  desk: Desk,
  query: DeliveriesQuery,
  use: (listed: ListedDeliveries) => Promise<T>,
): Promise<T> {
  const edition = query.edition === undefined ? undefined : parseEditionId(query.edition).edition;
  const states = query.state === undefined ? undefined : [stateOf(query.state)];
  const key = query.address === undefined ? undefined : keyOf('--address', query.address);
  const narrowed = edition !== undefined || states !== undefined || key !== undefined;
  return withLedger(
    desk,
    async (ledger) => {
      const campaigns = await ledger.campaigns({
        ...(edition === undefined ? {} : { edition }),
        ...(query.list === undefined ? {} : { list: query.list }),
      });
      const sums: CampaignSum[] = [];
      for (const { id, edition, list, state, reason, planned } of campaigns)
        sums.push({ edition, list, state, reason, planned, counts: await ledger.counts(id) });
      return use({
        campaigns: sums,
        deliveries: narrowed ? deliveriesOf(ledger, campaigns, states, key) : nothing(),
      });
    },
    true,
  );
}

async function* deliveriesOf(
  ledger: Ledger,
  campaigns: readonly Campaign[],
  states: readonly DeliveryState[] | undefined,
  key: string | undefined,
): AsyncIterable<Delivery[]> {
  for (const { id } of campaigns) {
    yield* ledger.deliveries({
      campaign: id,
      ...(states === undefined ? {} : { states }),
      ...(key === undefined ? {} : { key }),
    });
  }
}

async function* nothing(): AsyncIterable<Delivery[]> {}

/** Every invariant, by the tables, the archive and this machine. */
export async function auditDeliveries(desk: Desk, effects: Effects): Promise<Audited> {
  const { auditLedger } = await import('../delivery/campaign/audit.ts');
  return withLedger(
    desk,
    async (ledger) => {
      const campaigns = await ledger.campaigns();
      let [deliveries, uncertain] = [0, 0];
      for (const { id, planned } of campaigns) {
        deliveries += planned;
        uncertain += (await ledger.counts(id)).UNCERTAIN;
      }
      const breaches = await auditLedger(ledger, desk.paths.reports, effects, journalFolder(desk));
      return { campaigns: campaigns.length, deliveries, uncertain, breaches };
    },
    true,
  );
}

function stateOf(word: string): DeliveryState {
  const state = DELIVERY_STATES.find((one) => one === word.toUpperCase().replaceAll('-', '_'));
  if (state !== undefined) return state;
  const near = nearest(word, DELIVERY_STATES);
  const hint = near === undefined ? '' : ` Did you mean ${near.toLowerCase()}?`;
  throw usage(
    '--state',
    `${quoted(word)} is no state of a delivery.${hint} Expected one of ${DELIVERY_STATES.join(', ').toLowerCase().replaceAll('_', '-')}.`,
  );
}
