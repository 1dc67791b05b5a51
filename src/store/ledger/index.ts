import type {
  AttemptEvent,
  Campaign,
  CampaignState,
  Claimed,
  Delivery,
  DeliveryCounts,
  DeliveryId,
  DeliveryState,
  Outcome,
} from '../../model/delivery.ts';
import type { Subscriber, SubscriberEvent, SubscriberState, Wishes } from '../../model/subscriber.ts';
import type { EditionId, Instant, WeekId } from '../../model/time.ts';

/**
 * Who is written to, and what became of every letter. On SQLite in a file, or on PostgreSQL; the same on both. Each
 * method is one transaction that has reached the disk when it resolves. Methods may throw AssayError.
 */
export interface Ledger {
  readonly kind: 'sqlite' | 'postgres';

  /** What this ledger is and how far it is. */
  instance(): Promise<Instance>;
  /** One epoch further: a ledger that is behind its machine's memory was restored from a copy. */
  advance(now: Instant): Promise<Instance>;
  /** Remembers a fingerprint of the key that makes tokens; gives the one remembered first. */
  rememberKey(fingerprint: string): Promise<string>;

  /** Remembers an edition's manifest hash for good; gives the one remembered first. */
  recordEdition(edition: EditionId, manifest: string, publishedAt: Instant, now: Instant): Promise<string>;
  editions(): Promise<
    Array<{ edition: EditionId; manifest: string; publishedAt: Instant; recordedAt: Instant }>
  >;

  readonly subscribers: Subscribers;

  /**
   * A campaign with a delivery for each active subscriber of the list, and, for a correction, for everybody who got
   * or may have got an earlier edition of the week; nobody twice for one edition, whatever the lists. Whole or not at
   * all, in memory that does not grow with the list. Cancels what is left of earlier editions of the week. Where the
   * campaign is there already it is given back as it is. Throws AssayError data E_SEND_OLDER where a newer edition of
   * the week was planned.
   */
  plan(
    campaign: NewCampaign,
    now: Instant,
  ): Promise<{ readonly campaign: Campaign; readonly isNew: boolean }>;
  /** How many `plan` would write to, without writing. */
  count(campaign: NewCampaign): Promise<number>;
  /** Newest first. */
  campaigns(query?: { readonly edition?: EditionId; readonly list?: string }): Promise<Campaign[]>;
  /**
   * Open ⇄ paused, and either → cancelled; cancelling cancels its open deliveries except those IN_DATA, which are
   * cancelled when their outcome is DEFERRED. Throws AssayError data E_CAMPAIGN_STATE, usage E_CAMPAIGN.
   */
  setCampaign(
    id: number,
    state: Exclude<CampaignState, 'finished'>,
    reason: string,
    now: Instant,
  ): Promise<Campaign>;
  counts(campaign: number): Promise<DeliveryCounts>;

  /**
   * Takes up to `limit` deliveries that are due, those waiting for another try first, else in the order of the plan, for
   * `owner` until `leaseUntil`. Of those whose subscriber is no longer active the state becomes SUPPRESSED in the same
   * transaction. Nothing from a campaign that is not open or whose deadline has passed. Two claims at once never take
   * the same.
   */
  claim(request: ClaimRequest): Promise<{ readonly claimed: Claimed[]; readonly suppressed: number }>;
  /**
   * In one transaction: what became of attempts, then the intents of the next ones. An intent is granted where the
   * delivery is still CLAIMED under that fence, its lease has not ended and its campaign is open; only what is granted
   * may be sent. An outcome whose delivery is no longer IN_DATA under that attempt and fence is kept as evidence; if it
   * says ACCEPTED and the delivery is UNCERTAIN, or waits to be sent again, it becomes ACCEPTED. Writing the same again changes nothing, so that a
   * commit of unknown fate can be repeated. A batch names one claim of a delivery at most. Throws AssayError data
   * E_DELIVERY_UNKNOWN.
   */
  write(batch: Batch, now: Instant): Promise<{ readonly granted: ReadonlySet<DeliveryId> }>;
  /** Gives back what was claimed and not begun: PLANNED, or DEFERRED until its `nextAt` as it was before. Else nothing. */
  giveBack(claims: ReadonlyArray<Pick<Claimed, 'delivery' | 'fence'>>, now: Instant): Promise<void>;
  /** CLAIMED under that fence → REJECTED or DEFERRED: what was refused before the server was asked. Else nothing. */
  refuse(claim: Pick<Claimed, 'delivery' | 'fence'>, refusal: Refusal, now: Instant): Promise<void>;
  /** Owners of what is CLAIMED or IN_DATA. */
  owners(): Promise<string[]>;
  /**
   * What owners left that are in `dead` or whose lease has ended: CLAIMED → PLANNED or DEFERRED as before, IN_DATA →
   * UNCERTAIN.
   */
  recover(
    dead: readonly string[],
    now: Instant,
  ): Promise<{ readonly freed: number; readonly uncertain: number }>;
  /** PLANNED and DEFERRED of campaigns whose deadline has passed → EXPIRED. */
  expire(now: Instant): Promise<number>;
  /** UNCERTAIN since before `before` → PLANNED, which opens a finished campaign again; only where the desk says so. */
  resendUncertain(before: Instant, now: Instant): Promise<number>;
  /** When the next of a campaign's open deliveries is due; undefined where none is open. */
  nextDue(campaign: number): Promise<Instant | undefined>;
  /** `finished` where nothing is open and the sums equal the plan; gives whether it is finished now. */
  finish(campaign: number, now: Instant): Promise<boolean>;

  /** By its id, or the first 16 characters or more of it where no other begins so. */
  delivery(id: DeliveryId): Promise<Delivery | undefined>;
  /** In batches, by campaign and address. */
  deliveries(query: DeliveryQuery): AsyncIterable<Delivery[]>;
  /** Some of a campaign's, of one state in the order they are sent in, of all by address. */
  deliveryPage(query: DeliveryPageQuery): Promise<DeliveryPage>;
  /** Of every campaign, the newest campaign's first. At most `limit`. */
  deliveriesIn(state: DeliveryState, limit: number): Promise<Delivery[]>;
  /** What was planned for one person, newest first. At most `limit`. */
  deliveriesTo(key: string, limit: number): Promise<Delivery[]>;
  attempts(delivery: DeliveryId): Promise<AttemptEvent[]>;
  /**
   * An operator's word, a bounce or a relay's log, of a delivery named as in `delivery`. Evidence alone makes ACCEPTED
   * what waits to be sent again. To PLANNED opens a finished campaign again. Throws AssayError data E_DELIVERY_STATE where TRANSITIONS forbids it, or where what is PLANNED would
   * not be sent (a cancelled campaign, a deadline that has passed); E_DELIVERY_UNKNOWN.
   */
  resolve(resolution: Resolution, now: Instant): Promise<Delivery>;
  /**
   * Every breach of the invariants that the tables alone can show, at most 100; of one campaign where it is given. All
   * of it takes seconds at a million deliveries.
   */
  audit(now: Instant, campaign?: number): Promise<Breach[]>;

  /** Gives back memory that only saves time. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export interface Instance {
  /** Random, made with the tables. */
  readonly id: string;
  readonly epoch: number;
  /** When `advance` was last called; '' before. */
  readonly seenAt: Instant;
}

export interface NewCampaign {
  readonly edition: EditionId;
  readonly week: WeekId;
  readonly version: number;
  readonly list: string;
  readonly manifest: string;
  readonly deadline: Instant;
}

export interface ClaimRequest {
  readonly campaign: number;
  readonly owner: string;
  readonly leaseUntil: Instant;
  readonly now: Instant;
  readonly limit: number;
}

export interface Batch {
  readonly outcomes: readonly Outcome[];
  readonly intents: ReadonlyArray<Pick<Claimed, 'delivery' | 'attempt' | 'fence'>>;
  readonly owner: string;
}

export interface Refusal {
  readonly state: 'REJECTED' | 'DEFERRED';
  readonly reason: string;
  readonly nextAt?: Instant;
}

export interface DeliveryQuery {
  readonly campaign?: number;
  readonly edition?: EditionId;
  readonly states?: readonly DeliveryState[];
  /** A subscriber's key. */
  readonly key?: string;
}

export interface DeliveryPageQuery {
  readonly campaign: number;
  readonly state?: DeliveryState;
  /** `next` of the page before; '' for the first. Anything else that is no such mark begins anew. */
  readonly after: string;
  readonly limit: number;
}

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  /** '' where nothing follows. */
  readonly next: string;
}

export interface Resolution {
  readonly delivery: DeliveryId;
  readonly to: 'ACCEPTED' | 'BOUNCED' | 'PLANNED' | 'CANCELLED';
  readonly kind: 'operator' | 'evidence';
  readonly by: string;
  readonly reason: string;
  readonly reply?: { readonly code: number; readonly enhanced: string; readonly text: string };
  readonly strike?: 'gone' | 'strike';
}

/** An invariant that does not hold. */
export interface Breach {
  /** `I1` … `I10` of the ledger's invariants; CONTRIBUTING lists them. */
  readonly invariant: string;
  readonly where: string;
  readonly what: string;
}

export interface Subscribers {
  /**
   * All that `work` writes, whole or not at all; nothing where `keep` does not want its result. The ledger's other
   * methods wait until it has ended; inside, ask what is given.
   */
  change<T>(work: (writing: SubscriberWriting) => Promise<T>, keep?: (result: T) => boolean): Promise<T>;
  byKey(key: string): Promise<Subscriber | undefined>;
  byId(id: number): Promise<Subscriber | undefined>;
  /** In batches, by key. */
  all(query?: SubscriberQuery): AsyncIterable<Subscriber[]>;
  count(query?: SubscriberQuery): Promise<number>;
  /** Some of them by key, in time that does not grow with how many lie before. */
  page(query: SubscriberPageQuery): Promise<SubscriberPage>;
  /** How many of each list are in each state, by list; states nobody is in are left out. */
  lists(): Promise<ListCount[]>;
  /** Those who came into a state, newest first. At most `limit`. */
  latest(state: SubscriberState, limit: number): Promise<Subscriber[]>;
  /** A number that grows whenever anything befalls anybody: what was counted under the same holds. */
  mark(): Promise<number>;
  /** Oldest first. */
  history(id: number): Promise<SubscriberEvent[]>;
}

export interface SubscriberQuery {
  readonly list?: string;
  readonly state?: SubscriberState;
}

export interface SubscriberPageQuery extends SubscriberQuery {
  /** Part of an address or of a name, in any case; '' for everybody. */
  readonly search: string;
  /** A key: those after it, or those before it. Both '': from the beginning. */
  readonly after: string;
  readonly before: string;
  readonly limit: number;
}

export interface SubscriberPage {
  readonly people: readonly Subscriber[];
  /** Where the page before and the page after begin; '' where there is none. */
  readonly before: string;
  readonly after: string;
}

export interface ListCount {
  readonly list: string;
  readonly state: SubscriberState;
  readonly people: number;
}

export interface SubscriberWriting {
  /** Of those keys that are known. */
  byKeys(keys: readonly string[]): Promise<Map<string, Subscriber>>;
  /** New ones, active. In batches as large as the caller likes. */
  add(people: ReadonlyArray<NewSubscriber>, by: string, now: Instant): Promise<void>;
  /** Wishes and spelling only; the state stays. */
  update(
    people: ReadonlyArray<NewSubscriber & { readonly id: number }>,
    by: string,
    now: Instant,
  ): Promise<void>;
  /**
   * Nothing where they are in that state already. Who has unsubscribed does not become `bounced`. Back to active
   * forgets the strikes counted before.
   */
  setState(id: number, state: SubscriberState, by: string, reason: string, now: Instant): Promise<void>;
}

export type NewSubscriber = Wishes & { readonly address: string; readonly key: string };

/**
 * Opens the ledger: the PostgreSQL database of a `postgres://` or `postgresql://` address, else a file or `:memory:`,
 * made where there is none; there the tables lie in a schema of their own, `assay`. Throws AssayError: unavailable
 * E_DB_UNAVAILABLE, permission E_DB_PERMISSION, config E_DB_URL, E_DB_VERSION, E_DB_FOREIGN, and what `openStore` does.
 * The driver is loaded here.
 */
export async function openLedger(place: string): Promise<Ledger> {
  const [{ openDatabase }, { LEDGER }, { ledgerOver }] = await Promise.all([
    import('../database/open.ts'),
    import('./schema.ts'),
    import('./open.ts'),
  ]);
  return ledgerOver(await openDatabase(place, LEDGER));
}
