import type { MailConfig } from '../../model/mail.ts';
import type { EditionId } from '../../model/time.ts';
import { type Key, proof } from './mail-key.ts';
import { same } from './tokens.ts';

/** 4 bytes say until when, 4 whose, 16 prove it: 32 characters of base64url, none of them padding. */
const MOMENT_BYTES = 4;
const PROOF_BYTES = 16;
const HEAD_BYTES = MOMENT_BYTES + 4;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/** Whose link to which edition, until when. */
export interface EditionLink {
  readonly edition: EditionId;
  /** A subscriber's number: whoever finds a link on the open net can be told whose it was. */
  readonly subscriber: number;
  /** Seconds since 1970. */
  readonly until: number;
}

/** Of all files of one edition, the same each time: a letter made again has the same bytes. */
export function editionToken(key: Key, { edition, subscriber, until }: EditionLink): string {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(until);
  head.writeUInt32BE(subscriber, MOMENT_BYTES);
  const proven = proof(key.secret, 'edition', `${head.toString('hex')} ${edition}`);
  return Buffer.concat([head, proven.subarray(0, PROOF_BYTES)]).toString('base64url');
}

/** What a token is worth for an edition now. Only one that was true once is `expired`. Never throws. */
export function readEditionToken(
  key: Key,
  token: string,
  edition: EditionId,
  now: Date,
): 'valid' | 'expired' | 'wrong' {
  const isToken = TOKEN.test(token);
  const head = isToken ? Buffer.from(token, 'base64url') : Buffer.alloc(HEAD_BYTES);
  const until = head.readUInt32BE(0);
  const made = editionToken(key, { edition, subscriber: head.readUInt32BE(MOMENT_BYTES), until });
  if (!same(token, made)) return 'wrong';
  return now.getTime() < until * 1000 ? 'valid' : 'expired';
}

/** The last second of an edition's links. */
export function linksEnd(publishedAt: string, { linkDays }: Pick<MailConfig, 'linkDays'>): number {
  const DAY_S = 86_400;
  return Math.floor(Date.parse(publishedAt) / 1000) + linkDays * DAY_S;
}

/** Whether an edition is read by signed links only. */
export function isSigned({ links }: Pick<MailConfig, 'links'>, edition: EditionId): boolean {
  if (typeof links === 'string') return links === 'signed';
  return edition.slice(0, links.signedFrom.length) >= links.signedFrom;
}
