import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { parseEditionId } from '../archive/index.ts';
import type { LogResolved } from '../delivery/bounces/postfix-log.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, quoted } from '../errors.ts';
import { parseAddress } from '../model/address-grammar.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { keyOf, requireReason, usage, withLedger } from './deliveries-words.ts';

export interface ResolveRequest {
  /** A delivery's id or the first 16 digits of it, or an address together with `edition`. */
  readonly which: string;
  readonly edition?: string;
  readonly to: 'sent' | 'again' | 'cancel';
  readonly reason: string;
  /** Who says so; the desk where nobody is named. */
  readonly by?: string;
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
    const { by = 'desk' } = request;
    const resolution = { delivery, to: BECOMES[request.to], kind: 'operator', by, reason } as const;
    return ledger.resolve(resolution, effects.now().toISOString());
  });
}

/** Settles what a Postfix relay's log knows of. Throws AssayError missing E_LOG_READ, and what the log's reader does. */
export async function resolveByLog(desk: Desk, file: string, effects: Effects): Promise<LogResolved> {
  const { resolveFromPostfixLog } = await import('../delivery/bounces/postfix-log.ts');
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

function none(message: string): AssayError {
  return new AssayError('missing', { code: 'E_DELIVERY_NONE', where: '', message });
}
