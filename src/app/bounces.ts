import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { openMailboxes, type RepliesRead, readReplies } from '../delivery/bounces/index.ts';
import { subscriberOf } from '../delivery/leaving/leave.ts';
import { type Key, openKey, readBounceToken } from '../delivery/leaving/tokens.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { keepLedger, openDeskLedger, openDeskLedgerAsIs } from './ledger.ts';

export interface BouncesRequest {
  /** Maildirs, mbox files, messages, or `-`, as people typed them. */
  readonly places: readonly string[];
  readonly dryRun: boolean;
}

/** Reads what came back and writes what it proves. Throws AssayError, also config E_BOUNCES_KEY. */
export async function readBounces(
  desk: Desk,
  request: BouncesRequest,
  effects: Effects,
): Promise<RepliesRead> {
  const mail = requireMail(desk);
  const mailboxes = await openMailboxes(request.places, () => addAbortSignal(effects.stop, process.stdin));
  const key = await openKey(resolve(desk.root, mail.keyFile), effects);
  const ledger = await (request.dryRun ? openDeskLedgerAsIs : openDeskLedger)(desk);
  try {
    await requireOwnKey(ledger, key, mail.keyFile);
    const tokens = {
      delivery: (token: string) => readBounceToken(key, token),
      subscriber: (token: string) => subscriberOf(ledger, key, token),
    };
    const read = await readReplies({ mailboxes, ledger, tokens, effects, dryRun: request.dryRun });
    const { bounced, complained, unsubscribed } = read.counts;
    if (!request.dryRun && bounced + complained + unsubscribed > 0) await keepLedger(desk, ledger, effects);
    return read;
  } finally {
    await ledger.close();
  }
}

/** With another key nothing that comes back would be recognized, and every bounce look forged. */
async function requireOwnKey(ledger: Ledger, { fingerprint }: Key, file: string): Promise<void> {
  if ((await ledger.campaigns()).length === 0) return;
  const remembered = await ledger.rememberKey(fingerprint);
  if (remembered === fingerprint) return;
  throw new AssayError('config', {
    code: 'E_BOUNCES_KEY',
    where: `mail.keyFile ${file}`,
    message: `is another key (${fingerprint}) than the one letters were sent with (${remembered}); nothing that comes back can be verified. Nothing was read. Restore it from a copy.`,
  });
}
