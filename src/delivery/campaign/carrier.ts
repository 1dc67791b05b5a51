import type { Readable } from 'node:stream';
import type { Outcome, Reply } from '../../model/delivery.ts';

/** A message ready to go to one recipient. */
export interface Outgoing {
  /** Envelope sender; a token in it says whose bounce it is. */
  readonly from: string;
  readonly to: string;
  /** Whether the envelope needs SMTPUTF8. */
  readonly international: boolean;
  /** Of the whole message, before dots are doubled. */
  readonly bytes: number;
  /** RFC 3461 ENVID, where the server offers DSN. */
  readonly envelopeId: string;
  /** The message; may be asked for again after a failure. */
  open(): Readable | Buffer;
}

/** What became of a message, before the ledger's words. `scope`: whose trouble it is. */
export interface Handover {
  readonly state: Outcome['state'];
  /** `recipient`: this one alone. `host`: wait before asking it again. `campaign`: ours; nobody is to be blamed. */
  readonly scope: 'recipient' | 'host' | 'campaign';
  readonly phase: string;
  readonly reply?: Reply;
  readonly queueId?: string;
  readonly reason: string;
  readonly strike?: 'gone' | 'strike';
  /** Refused for a short while, as greylisting does: try again after at least so many minutes. */
  readonly afterMinutes?: number;
}

/** Why no line can be had now. `fatal`: no use in trying again before somebody mends it (a wrong password). */
export interface Trouble {
  readonly reason: string;
  readonly fatal: boolean;
  readonly reply?: Reply;
}

/** An open, authenticated connection; one message at a time. */
export interface Line {
  /** What the server said it can do. `size`: the largest message it takes; 0 where it did not say. */
  readonly offers: { readonly size: number; readonly international: boolean; readonly dsn: boolean };
  /** Never throws. */
  send(message: Outgoing): Promise<Handover>;
  /** Given back to the pool, or closed where it is no longer good. */
  release(): void;
}

/** Whatever takes letters to a server. The campaign declares it; `mailer.ts` is the one over SMTP. */
export interface Carrier {
  /** Lines there can be at once. */
  readonly lines: number;
  /** A line with nothing sent on it yet. Never throws but when closed. */
  line(): Promise<{ readonly line: Line } | { readonly trouble: Trouble }>;
  close(): Promise<void>;
}
