import { timingSafeEqual } from 'node:crypto';
import type { DeliveryId } from '../../model/delivery.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import { type Key, proof } from './mail-key.ts';

export { type Key, openKey } from './mail-key.ts';

/** 8 bytes say who, 16 prove it: 32 characters of base64url, none of them padding. */
const ID_BYTES = 8;
const PROOF_BYTES = 16;
/** No ledger counts further, and PostgreSQL fails where it is asked for more. */
const MOST_NUMBER = 2n ** 31n - 1n;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/** Whom a token is for: their number in one ledger, and the address that makes them the same person in any. */
export type Holder = Pick<Subscriber, 'id' | 'key'>;

/** What a link is for. A token of one kind opens nothing of the other. */
export type LinkPurpose = 'unsubscribe' | 'preferences';

/**
 * For the link by which a subscriber leaves, or says what they wish: 32 characters of `[A-Za-z0-9_-]`, the same each
 * time. It carries the number and proves number and address: in another ledger the number may be somebody else's.
 */
export function holderToken(key: Key, purpose: LinkPurpose, { id, key: address }: Holder): string {
  const number = Buffer.alloc(ID_BYTES);
  number.writeBigUInt64BE(BigInt(id));
  const proven = proof(key.secret, purpose, `${number.toString('hex')} ${address}`);
  return Buffer.concat([number, proven.subarray(0, PROOF_BYTES)]).toString('base64url');
}

export function unsubscribeToken(key: Key, holder: Holder): string {
  return holderToken(key, 'unsubscribe', holder);
}

/** The number a token carries, true or not: `isTokenOf` tells. Undefined for what is no token. Never throws. */
export function numberIn(token: string): number | undefined {
  if (!TOKEN.test(token)) return undefined;
  const number = Buffer.from(token, 'base64url').readBigUInt64BE(0);
  return number <= MOST_NUMBER ? Number(number) : undefined;
}

/** Whether a token was made for them with this key, for this purpose. Never throws. */
export function isTokenOf(
  key: Key,
  token: string,
  holder: Holder,
  purpose: LinkPurpose = 'unsubscribe',
): boolean {
  return same(token, holderToken(key, purpose, holder));
}

/** How much of a delivery's id a bounce token carries: enough to be the only one, in hex digits. */
const PREFIX_DIGITS = 20;
const BOUNCE_PROOF_BYTES = 10;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const BOUNCE_TOKEN = /^[a-z2-7]{32}$/;

/** For an envelope's sender: 32 characters of `[a-z2-7]`, read in either case since servers change it. */
export function bounceToken(key: Key, delivery: DeliveryId): string {
  const prefix = delivery.slice(0, PREFIX_DIGITS);
  const proven = proof(key.secret, 'bounce', prefix).subarray(0, BOUNCE_PROOF_BYTES);
  return base32(Buffer.concat([Buffer.from(prefix, 'hex'), proven]));
}

/** The first 20 hex digits of the delivery's id; undefined for anything not made with this key. Never throws. */
export function readBounceToken(key: Key, token: string): string | undefined {
  // ASCII only: the Kelvin sign is a small k to `toLowerCase`.
  if (!/^[A-Za-z2-7]+$/.test(token)) return undefined;
  const lower = token.toLowerCase();
  if (!BOUNCE_TOKEN.test(lower)) return undefined;
  const prefix = fromBase32(lower).toString('hex').slice(0, PREFIX_DIGITS);
  return same(lower, bounceToken(key, prefix)) ? prefix : undefined;
}

/** In a time that tells nothing of where they differ. */
export function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Of a number of bytes that 5 divides: nothing is padded. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(held >>> (bits - 5)) & 31];
  }
  return text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    held = ((held << 5) | BASE32.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 255);
  }
  return Buffer.from(bytes);
}
