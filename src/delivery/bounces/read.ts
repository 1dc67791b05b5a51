import type { Effects } from '../../effects.ts';
import type { Finding } from '../../model/finding.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { type Believing, believe } from './believe.ts';
import { provenDelivery, type Tokens } from './evidence.ts';
import type { Mailbox, PlacedMessage } from './mailbox.ts';
import { parseMessage } from './message.ts';
import { replyOf } from './reply.ts';
import { type ReplyCounts, type ReplyEnd, Tally } from './tally.ts';

export interface RepliesRead {
  readonly messages: number;
  readonly counts: ReplyCounts;
  /** The first 500: warnings, and a note for each letter and subscriber something was written of. */
  readonly findings: readonly Finding[];
  /** How many more there would be. */
  readonly unsaid: number;
  readonly dryRun: boolean;
}

export interface RepliesRequest {
  readonly mailboxes: readonly Mailbox[];
  readonly ledger: Ledger;
  readonly tokens: Tokens;
  readonly effects: Effects;
  /** Says what would be written and writes nothing. */
  readonly dryRun: boolean;
}

/**
 * Reads what came back to us and writes what it proves. A message read before changes nothing: the ledger remembers.
 * Junk is a finding. Throws what the ledger does.
 */
export async function readReplies(request: RepliesRequest): Promise<RepliesRead> {
  const { mailboxes, effects, dryRun } = request;
  const tally = new Tally();
  const believing: Believing = { ...request, tally, wouldBe: new Set() };
  for (const mailbox of mailboxes) {
    for await (const message of mailbox.messages()) {
      effects.stop.throwIfAborted();
      tally.add(await readOne(message, request.tokens, believing));
    }
  }
  return {
    messages: tally.messages,
    counts: tally.counts,
    findings: tally.findings,
    unsaid: tally.unsaid,
    dryRun,
  };
}

async function readOne(message: PlacedMessage, tokens: Tokens, believing: Believing): Promise<ReplyEnd> {
  const { where } = message;
  const { tally } = believing;
  if (message.fault !== undefined) {
    tally.tell(
      'W_BOUNCE_READ',
      where,
      `cannot be read (${message.fault}). Give this user the right to read it.`,
    );
    return 'unreadable';
  }
  const mail = await parseMessage(message.bytes);
  if ('fault' in mail) {
    tally.tell('W_BOUNCE_MESSAGE', where, `no mail that can be read: ${mail.fault}. Passed over.`);
    return 'unreadable';
  }
  const reply = replyOf(mail);
  if (reply.kind === 'automatic' || reply.kind === 'other') return reply.kind;
  if (reply.kind === 'unsubscribe') {
    const subscriber = await tokens.subscriber(reply.token);
    return subscriber === undefined
      ? unverified('asks to unsubscribe', where, believing)
      : believe.unsubscribe(subscriber, where, believing);
  }
  const delivery = provenDelivery(mail, tokens);
  if (delivery === undefined)
    return unverified(
      reply.kind === 'complaint' ? 'complains of a letter' : 'reports on a letter',
      where,
      believing,
    );
  switch (reply.kind) {
    case 'complaint':
      return believe.complaint(delivery, reply.type, where, believing);
    case 'report':
      return believe.report(delivery, reply.recipients, where, believing);
    case 'words':
      return believe.fate(delivery, reply.fate, where, believing);
  }
}

function unverified(does: string, where: string, { tally }: Believing): ReplyEnd {
  tally.tell(
    'W_BOUNCE_UNVERIFIED',
    where,
    `${does}, without a token of ours: anybody may have written it. Nothing was changed. If it is genuine: assay subscribers remove ADDRESS --reason "…".`,
  );
  return 'unverified';
}
