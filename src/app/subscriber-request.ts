import { USUAL_LIST } from '../delivery/subscribers/merged.ts';
import { nameFault } from '../delivery/subscribers/person-name.ts';
import { trimmed } from '../delivery/subscribers/read-list.ts';
import { type WishDesk, wishReaders } from '../delivery/subscribers/wishes.ts';
import type { Desk } from '../desk.ts';
import { AssayError, quoted } from '../errors.ts';
import type { Address } from '../model/address.ts';
import { parseAddress } from '../model/address-grammar.ts';
import type { Wishes } from '../model/subscriber.ts';

export function usage(where: string, message: string, code = 'E_USAGE'): AssayError {
  return new AssayError('usage', { code, where, message });
}

/** Throws AssayError usage E_SUB_ADDRESS. */
export function addressGiven(where: string, text: string): Address {
  const plain = trimmed(text);
  const address = parseAddress(plain);
  if (!('fault' in address)) return address;
  const what = plain === '' ? 'no address' : `${quoted(plain)} is not an e-mail address (${address.fault})`;
  throw usage(where, `${what}. Expected one like li@example.cn.`, 'E_SUB_ADDRESS');
}

/** Throws AssayError usage E_SUB_LIST. */
export function listNamed(text: string, desk: Desk): string {
  const read = wishReaders(wishDesk(desk)).lists(trimmed(text));
  if ('fault' in read) throw usage('--list', read.fault, 'E_SUB_LIST');
  const [only, ...others] = read.value;
  if (only !== undefined && others.length === 0) return only;
  throw usage('--list', `${quoted(text)} names ${read.value.length} lists. Expected one.`, 'E_SUB_LIST');
}

/** Throws AssayError usage: no reason, or one that is none. */
export function reasonGiven(text: string): string {
  const reason = trimmed(text);
  if (reason === '') throw usage('--reason', 'empty. Expected why, for whoever reads the history.');
  const fault = nameFault(reason, 'reason');
  if (fault !== undefined) throw usage('--reason', fault);
  return reason;
}

/** Why people come back; undefined where nobody asked for it. */
export function reasonToReturn(request: {
  readonly resubscribe: boolean;
  readonly reason?: string;
}): string | undefined {
  if (request.resubscribe && request.reason === undefined)
    throw usage(
      '--resubscribe',
      'no reason given. Expected one beside it: --reason "asked for it by phone".',
    );
  if (!request.resubscribe && request.reason !== undefined)
    throw usage('--reason', 'goes with --resubscribe only. Leave it out, or add --resubscribe.');
  return request.reason === undefined ? undefined : reasonGiven(request.reason);
}

export function wishDesk({ catalog, config }: Desk): WishDesk {
  return { catalog, languages: config.languages };
}

/** Of people nothing else is said of. */
export function usualWishes({ config }: Desk): Wishes {
  return {
    name: '',
    language: config.languages[0] ?? 'en',
    timeZone: '',
    metals: [],
    format: 'pdf',
    lists: [USUAL_LIST],
  };
}
