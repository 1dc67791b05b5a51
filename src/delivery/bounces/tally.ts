import { type Finding, findingAt } from '../../model/finding.ts';

/** What a message came to. */
const REPLY_ENDS = [
  /** A letter came back; the ledger says so now. */
  'bounced',
  /** A letter in doubt was delivered. */
  'accepted',
  'complained',
  'unsubscribed',
  /** On its way, says a server. */
  'delayed',
  /** The ledger knew it, or it changes nothing. */
  'known',
  /** Of a letter whose own outcome is not written yet; to be read again. */
  'early',
  /** Without a token of ours. */
  'unverified',
  'automatic',
  'other',
  'unreadable',
] as const;
export type ReplyEnd = (typeof REPLY_ENDS)[number];
export type ReplyCounts = Readonly<Record<ReplyEnd, number>>;

/** A mailbox full of junk has a finding for each message. */
const MOST_KEPT = 500;

/** Counts of everything, findings of the first few hundred. */
export class Tally {
  readonly counts: Record<ReplyEnd, number> = {
    bounced: 0,
    accepted: 0,
    complained: 0,
    unsubscribed: 0,
    delayed: 0,
    known: 0,
    early: 0,
    unverified: 0,
    automatic: 0,
    other: 0,
    unreadable: 0,
  };
  readonly findings: Finding[] = [];
  messages = 0;
  unsaid = 0;

  add(end: ReplyEnd): void {
    this.messages += 1;
    this.counts[end] += 1;
  }

  tell(code: string, where: string, message: string): void {
    if (this.findings.length < MOST_KEPT) this.findings.push(findingAt(code, where, message));
    else this.unsaid += 1;
  }
}
