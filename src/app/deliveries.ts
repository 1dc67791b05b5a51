import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { parseEditionId } from '../archive/index.ts';
import type { LogResolved } from '../delivery/postfix-log.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, quoted } from '../errors.ts';
import { parseAddress } from '../model/address-grammar.ts';
import {
  type Campaign,
  DELIVERY_STATES,
  type Delivery,
  type DeliveryCounts,
  type DeliveryState,
} from '../model/delivery.ts';
import { nearest } from '../nearest.ts';
import type { Breach, Ledger } from '../store/ledger/index.ts';
import { journalFolder, openDeskLedger, openDeskLedgerAsIs, stateFolder } from './ledger.ts';

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
  const { auditLedger } = await import('../delivery/audit.ts');
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

export interface ResolveRequest {
  /** A delivery's id or the first 16 digits of it, or an address together with `edition`. */
  readonly which: string;
  readonly edition?: string;
  readonly to: 'sent' | 'again' | 'cancel';
  readonly reason: string;
}

const BECOMES = { sent: 'ACCEPTED', again: 'PLANNED', cancel: 'CANCELLED' } as const;

/** An operator's word on one delivery. Throws AssayError usage, missing E_DELIVERY_NONE, data E_DELIVERY_STATE. */
export async function resolveDelivery(
  desk: Desk,
  request: ResolveRequest,
  effects: Effects,
): Promise<Delivery> {
  const reason = requireReason(request.reason);
  return withLedger(desk, async (ledger) => {
    const { delivery } = await deliveryOf(ledger, request);
    const resolution = { delivery, to: BECOMES[request.to], kind: 'operator', by: 'desk', reason } as const;
    return ledger.resolve(resolution, effects.now().toISOString());
  });
}

/** Settles what a Postfix relay's log knows of. Throws AssayError missing E_LOG_READ, and what the log's reader does. */
export async function resolveByLog(desk: Desk, file: string, effects: Effects): Promise<LogResolved> {
  const { resolveFromPostfixLog } = await import('../delivery/postfix-log.ts');
  const sender = parseAddress(requireMail(desk).from);
  const mailFromDomain = 'fault' in sender ? '' : sender.domain;
  const log = createReadStream(file);
  await once(log, 'open').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AssayError(
      'missing',
      {
        code: 'E_LOG_READ',
        where: file,
        message: `cannot be read (${reason}). Expected the relay's log, e.g. /var/log/mail.log.`,
      },
      { cause: error },
    );
  });
  return withLedger(desk, (ledger) => resolveFromPostfixLog(ledger, log, { mailFromDomain, effects }));
}

async function deliveryOf(ledger: Ledger, { which, edition }: ResolveRequest): Promise<Delivery> {
  if (!which.includes('@')) {
    if (!/^[0-9a-f]{16,64}$/i.test(which))
      throw usage(
        'deliveries resolve',
        `${quoted(which)} is neither a delivery's id nor an address. Expected 16 or more hexadecimal digits as "assay deliveries list" prints them, or an address with --edition.`,
      );
    const found = await ledger.delivery(which.toLowerCase());
    if (found !== undefined) return found;
    throw none(`no delivery ${quoted(which)}. See "assay deliveries list EDITION".`);
  }
  if (edition === undefined)
    throw usage(
      'deliveries resolve',
      'an address is written to every week. Name the edition too: --edition 2025-W24.',
    );
  const query = { edition: parseEditionId(edition).edition, key: keyOf('deliveries resolve', which) };
  for await (const [found] of ledger.deliveries(query)) if (found !== undefined) return found;
  throw none(
    `${quoted(which)} is not among the recipients of ${edition}. See "assay deliveries list ${edition}".`,
  );
}

export interface ReleaseRequest {
  readonly edition?: string;
  readonly list?: string;
  readonly reason: string;
  /** Cancels what is left of the edition's campaigns in place of letting them go on. */
  readonly cancel: boolean;
}

export interface Released {
  /** A ledger held back because it was restored or copied may be used again. */
  readonly hold: boolean;
  readonly campaigns: ReadonlyArray<{
    readonly edition: string;
    readonly list: string;
    readonly state: Campaign['state'];
    /** Why it had been held. */
    readonly was: string;
  }>;
}

/** An operator has seen to what was wrong: the ledger's hold and paused campaigns go on, or an edition's rest is cancelled. */
export async function releaseDeliveries(
  desk: Desk,
  request: ReleaseRequest,
  effects: Effects,
): Promise<Released> {
  const reason = request.reason.trim() === '' ? 'released by the desk' : requireReason(request.reason);
  const edition = request.edition === undefined ? undefined : parseEditionId(request.edition).edition;
  if (request.cancel && edition === undefined)
    throw usage(
      '--cancel',
      'name the edition whose rest is to be cancelled: assay deliveries release 2025-W24 --cancel.',
    );
  return withLedger(desk, async (ledger) => {
    const hold = request.cancel ? false : await releaseHold(desk, ledger, reason, effects);
    const campaigns = await ledger.campaigns({
      ...(edition === undefined ? {} : { edition }),
      ...(request.list === undefined ? {} : { list: request.list }),
    });
    const now = effects.now().toISOString();
    const released = [];
    for (const { id, edition, list, state, reason: was } of campaigns) {
      if (state !== 'paused' && !(request.cancel && state === 'open')) continue;
      const after = await ledger.setCampaign(id, request.cancel ? 'cancelled' : 'open', reason, now);
      released.push({ edition, list, state: after.state, was });
    }
    return { hold, campaigns: released };
  });
}

/** Whether it was held. */
async function releaseHold(desk: Desk, ledger: Ledger, reason: string, effects: Effects): Promise<boolean> {
  const { checkEpoch, releaseEpoch } = await import('../delivery/epoch.ts');
  const folder = stateFolder(desk, requireMail(desk));
  try {
    await checkEpoch(ledger, folder, effects);
    return false;
  } catch (error) {
    if (!(error instanceof AssayError) || error.problems[0]?.code !== 'E_LEDGER_EPOCH') throw error;
  }
  await releaseEpoch(ledger, folder, reason, effects);
  return true;
}

/** `looking`: none is made where there is none. */
async function withLedger<T>(desk: Desk, use: (ledger: Ledger) => Promise<T>, looking = false): Promise<T> {
  const ledger = await (looking ? openDeskLedgerAsIs : openDeskLedger)(desk);
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
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

function keyOf(where: string, text: string): string {
  const parsed = parseAddress(text);
  if ('fault' in parsed) throw usage(where, `${quoted(text)} is not an e-mail address (${parsed.fault}).`);
  return parsed.key;
}

/** Whoever reads the history a year from now reads it. */
function requireReason(text: string): string {
  const reason = oneLine(text.trim());
  if (reason !== '') return reason;
  throw usage(
    '--reason',
    'empty. Expected a few words on how this is known, e.g. --reason "he rang: it came".',
  );
}

function usage(where: string, message: string): AssayError {
  return new AssayError('usage', { code: 'E_USAGE', where, message });
}

function none(message: string): AssayError {
  return new AssayError('missing', { code: 'E_DELIVERY_NONE', where: '', message });
}
