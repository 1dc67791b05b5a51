import type { Language } from './language.ts';
import type { LetterFormat } from './subscriber.ts';
import type { EditionId, Instant, WeekId } from './time.ts';

/** Where one letter to one recipient stands. Between any two commits a delivery is in exactly one of them. */
export const DELIVERY_STATES = [
  'PLANNED',
  'CLAIMED',
  'IN_DATA',
  'ACCEPTED',
  'BOUNCED',
  'DEFERRED',
  'REJECTED',
  'UNCERTAIN',
  'SUPPRESSED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * What a delivery may become; anything else is refused. UNCERTAIN leaves only by evidence or an operator's word. What
 * waits for another try becomes ACCEPTED by evidence alone: see `isByEvidenceOnly`.
 */
export const TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  PLANNED: ['CLAIMED', 'ACCEPTED', 'SUPPRESSED', 'EXPIRED', 'CANCELLED'],
  CLAIMED: ['IN_DATA', 'PLANNED', 'ACCEPTED', 'DEFERRED', 'REJECTED', 'SUPPRESSED', 'EXPIRED', 'CANCELLED'],
  IN_DATA: ['ACCEPTED', 'DEFERRED', 'REJECTED', 'UNCERTAIN'],
  DEFERRED: ['CLAIMED', 'ACCEPTED', 'SUPPRESSED', 'EXPIRED', 'CANCELLED'],
  UNCERTAIN: ['ACCEPTED', 'BOUNCED', 'PLANNED', 'CANCELLED'],
  ACCEPTED: ['BOUNCED'],
  BOUNCED: [],
  REJECTED: [],
  SUPPRESSED: [],
  EXPIRED: [],
  CANCELLED: [],
};

/**
 * A reply that came late, a bounce or a relay's log may tell that an earlier attempt did arrive, while the letter waits
 * to be sent again: then it is not. Nobody's word does that, and nothing where no attempt was begun.
 */
export function isByEvidenceOnly(from: DeliveryState, to: DeliveryState): boolean {
  return to === 'ACCEPTED' && (from === 'PLANNED' || from === 'CLAIMED' || from === 'DEFERRED');
}

/** While any delivery is in one of these a campaign is not finished. */
export const OPEN_STATES = ['PLANNED', 'CLAIMED', 'IN_DATA', 'DEFERRED'] as const;

/** How many deliveries are in each state. */
export type DeliveryCounts = Readonly<Record<DeliveryState, number>>;

/** `paused`: by trouble that is ours or the host's, or by an operator; goes on when asked to. */
export type CampaignState = 'open' | 'paused' | 'finished' | 'cancelled';

/** An edition on its way to a list. One per edition and list. */
export interface Campaign {
  readonly id: number;
  readonly edition: EditionId;
  readonly week: WeekId;
  /** 0 for a week's first edition, then its corrections. */
  readonly version: number;
  readonly list: string;
  /** The edition's manifest hash: what was planned is what is sent. */
  readonly manifest: string;
  /** sha256 over the planned keys in order. */
  readonly listHash: string;
  readonly planned: number;
  readonly state: CampaignState;
  /** Why it is paused or cancelled. */
  readonly reason: string;
  readonly createdAt: Instant;
  /** What is left then expires. */
  readonly deadline: Instant;
  readonly finishedAt: Instant | undefined;
}

/** sha256 in hex of edition|version|letter|key: the same person gets an edition once, whatever lists they are on. */
export type DeliveryId = string;

/** A delivery somebody may work on, until the lease ends. */
export interface Claimed {
  readonly delivery: DeliveryId;
  readonly subscriber: number;
  readonly address: string;
  readonly name: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly metals: readonly string[];
  readonly format: LetterFormat;
  /** They got, or may have got, an earlier edition of the week. */
  readonly corrected: boolean;
  /** Number of the attempt about to be made, from 1. */
  readonly attempt: number;
  /** Grows with each claim: what is written under an older one is evidence, not state. */
  readonly fence: number;
}

/** What a server said: `250 2.0.0 Ok: queued as 4F2…`. */
export interface Reply {
  readonly code: number;
  /** `5.1.1`; '' where the server gave none. */
  readonly enhanced: string;
  readonly text: string;
}

/** What became of an attempt. */
export interface Outcome {
  readonly delivery: DeliveryId;
  readonly attempt: number;
  readonly fence: number;
  readonly state: 'ACCEPTED' | 'DEFERRED' | 'REJECTED' | 'UNCERTAIN';
  /** How far the dialogue went: `connect`, `mail`, `rcpt`, `data`, `body`, `end`. */
  readonly phase: string;
  readonly reply?: Reply;
  /** The server's own name for the message, where its reply gives one. */
  readonly queueId?: string;
  /** In words, for people. */
  readonly reason: string;
  /** When to try again; with DEFERRED only. */
  readonly nextAt?: Instant;
  /** The address is at fault: `gone` is verified (5.1.1), a `strike` counts once an edition. */
  readonly strike?: 'gone' | 'strike';
}

/** A delivery as people look at it. */
export interface Delivery {
  readonly delivery: DeliveryId;
  readonly campaign: number;
  readonly edition: EditionId;
  readonly list: string;
  readonly address: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAt: Instant | undefined;
  readonly owner: string;
  readonly leaseUntil: Instant | undefined;
  readonly fence: number;
  readonly reason: string;
  readonly changedAt: Instant;
}

/** A line of a delivery's history. Only ever added. */
export interface AttemptEvent {
  readonly delivery: DeliveryId;
  readonly attempt: number;
  /** `intent` is committed before the server hears of it; `outcome` is believed; `evidence` came late or from outside. */
  readonly kind: 'intent' | 'outcome' | 'evidence' | 'operator';
  readonly at: Instant;
  readonly state: DeliveryState;
  readonly phase: string;
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
  readonly queueId: string;
  readonly fence: number;
  readonly owner: string;
}
