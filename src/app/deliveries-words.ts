import type { Desk } from '../desk.ts';
import { AssayError, oneLine, quoted } from '../errors.ts';
import { parseAddress } from '../model/address-grammar.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { openDeskLedger, openDeskLedgerAsIs } from './ledger.ts';

/** `looking`: none is made where there is none. */
export async function withLedger<T>(
  desk: Desk,
  use: (ledger: Ledger) => Promise<T>,
  looking = false,
): Promise<T> {
  const ledger = await (looking ? openDeskLedgerAsIs : openDeskLedger)(desk);
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** The key of an address as typed. */
export function keyOf(where: string, text: string): string {
  const parsed = parseAddress(text);
  if ('fault' in parsed) throw usage(where, `${quoted(text)} is not an e-mail address (${parsed.fault}).`);
  return parsed.key;
}

/** Whoever reads the history a year from now reads it. */
export function requireReason(text: string): string {
  const reason = oneLine(text.trim());
  if (reason !== '') return reason;
  throw usage(
    '--reason',
    'empty. Expected a few words on how this is known, e.g. --reason "he rang: it came".',
  );
}

export function usage(where: string, message: string): AssayError {
  return new AssayError('usage', { code: 'E_USAGE', where, message });
}
