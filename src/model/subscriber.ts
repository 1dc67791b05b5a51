import type { Language } from './language.ts';
import type { Instant } from './time.ts';

/** `pdf`: the letter with the brief attached. `link`: with a link to it. `html`: the letter alone. */
export const LETTER_FORMATS = ['pdf', 'link', 'html'] as const;
export type LetterFormat = (typeof LETTER_FORMATS)[number];

/** Only the active are mailed. `unsubscribed`: by their own wish, which survives every import. */
export const SUBSCRIBER_STATES = ['active', 'unsubscribed', 'bounced'] as const;
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number];

/** What a subscriber wishes. */
export interface Wishes {
  readonly name: string;
  readonly language: Language;
  /** IANA name; '' for the desk's. */
  readonly timeZone: string;
  /** Metals or groups (`bulk`, `minor`, `energy`) the letter is narrowed to; all when empty. */
  readonly metals: readonly string[];
  readonly format: LetterFormat;
  readonly lists: readonly string[];
}

/** A person a ledger knows, mailed or not. */
export interface Subscriber extends Wishes {
  /** Given once, never again. */
  readonly id: number;
  readonly address: string;
  /** Unique. See `model/address.ts`. */
  readonly key: string;
  readonly state: SubscriberState;
  /** Why it is in that state; '' while it was always active. */
  readonly reason: string;
  /** When it came into that state. */
  readonly since: Instant;
}

/** Something that befell a subscriber. Only ever added. */
export interface SubscriberEvent {
  readonly at: Instant;
  readonly what: 'added' | 'changed' | 'unsubscribed' | 'resubscribed' | 'strike' | 'bounced' | 'restored';
  /** Who or what did it: `import list.csv`, `one-click`, `page`, `desk`, `dsn`, `smtp`. */
  readonly by: string;
  readonly reason: string;
  /** Of a strike: the edition whose letter came back. */
  readonly edition: string;
}
