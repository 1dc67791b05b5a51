import type { Subscriber } from '../../model/subscriber.ts';
import type { Fields } from './fields.ts';
import { meantBy } from './fields.ts';
import type { Mail } from './message.ts';

/** Reads what only we can have written. Gives undefined for anything else. */
export interface Tokens {
  /** → the beginning of a delivery's id, at least 16 hex digits. */
  delivery(token: string): string | undefined;
  /** Who leaves by it. */
  subscriber(token: string): Promise<Subscriber | undefined>;
}

/** Headers in which mail servers note the address a message came to. */
const RECIPIENTS = [
  'to',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'x-rcpt-to',
  'apparently-to',
];

const IN_ADDRESS = /\+([A-Za-z0-9-]{16,40})@/g;
const ALONE = /^[A-Za-z0-9-]{16,40}$/;
const IN_TEXT = /^[ >]*X-Assay-Delivery:[ \t]*([A-Za-z0-9-]{16,40})[ \t]*$/gim;

/** Proving one costs a hash; a message made to cost many gets no more. */
const MOST_TRIED = 50;

/**
 * The delivery a message is about, proven by a token of ours: in the address it came to, in the envelope id it gives
 * back, or in the headers of our letter. Without one nothing a message says is believed.
 */
export function provenDelivery(mail: Mail, tokens: Tokens): string | undefined {
  let tried = 0;
  for (const token of candidates(mail)) {
    const delivery = tokens.delivery(token);
    if (delivery !== undefined) return delivery;
    tried += 1;
    if (tried >= MOST_TRIED) return undefined;
  }
  return undefined;
}

function* candidates(mail: Mail): Generator<string> {
  for (const name of RECIPIENTS) for (const value of mail.headers.get(name) ?? []) yield* inAddresses(value);
  for (const fields of mail.status) yield* alone(fields, 'original-envelope-id');
  const returned = [mail.returned, mail.feedback].filter((fields) => fields !== undefined);
  for (const fields of returned) {
    yield* alone(fields, 'x-assay-delivery');
    yield* alone(fields, 'original-envelope-id');
    yield* inAddresses(fields.get('return-path') ?? '');
    yield* inAddresses(fields.get('original-mail-from') ?? '');
  }
  for (const [, token = ''] of mail.text.matchAll(IN_TEXT)) yield token;
}

function* alone(fields: Fields, name: string): Generator<string> {
  for (const value of meantBy(fields.get(name) ?? '')) if (ALONE.test(value)) yield value;
}

function* inAddresses(value: string): Generator<string> {
  for (const [, token = ''] of value.matchAll(IN_ADDRESS)) yield token;
}
