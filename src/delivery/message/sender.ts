import { AssayError, quoted } from '../../errors.ts';
import type { Address } from '../../model/address.ts';
import { parseAddress } from '../../model/address-grammar.ts';
import type { Claimed } from '../../model/delivery.ts';
import type { Manifest } from '../../model/edition.ts';
import type { Language } from '../../model/language.ts';
import type { Letter } from '../../model/letter.ts';
import type { MailConfig } from '../../model/mail.ts';
import type { EditionId } from '../../model/time.ts';
import { editionToken, isSigned, linksEnd } from '../leaving/edition-links.ts';
import type { Key } from '../leaving/mail-key.ts';
import { bounceToken, type Holder, holderToken, unsubscribeToken } from '../leaving/tokens.ts';
import { header, mailbox, unstructured } from './headers.ts';

/** Who the letters of an edition come from, and how they are answered. */
export interface Sender {
  readonly from: Address;
  readonly replyTo: Address | undefined;
  /** Whose mailbox the program reads: bounces and wishes to leave come back here. */
  readonly bounces: Address;
  /** Without a slash at its end. */
  readonly site: string | undefined;
  readonly listId: string;
  /** RFC 5322. */
  readonly date: string;
  readonly edition: EditionId;
  readonly key: Key;
  /** Until when links to the brief hold, in seconds since 1970; undefined where they need no proof. */
  readonly linksUntil: number | undefined;
}

export function senderOf(
  mail: MailConfig,
  manifest: Pick<Manifest, 'edition' | 'publishedAt'>,
  key: Key,
): Sender {
  const from = addressOf('from', mail.from);
  return {
    from,
    replyTo: mail.replyTo === undefined ? undefined : addressOf('replyTo', mail.replyTo),
    bounces: mail.bounces === undefined ? from : addressOf('bounces', mail.bounces),
    site: mail.site?.replace(/\/+$/, ''),
    listId: mail.listId ?? `weekly.${from.domain}`,
    date: new Date(manifest.publishedAt).toUTCString().replace('GMT', '+0000'),
    edition: manifest.edition,
    key,
    linksUntil: isSigned(mail, manifest.edition) ? linksEnd(manifest.publishedAt, mail) : undefined,
  };
}

/** The desk's file was checked when it was read: this only narrows the type. */
function addressOf(field: string, text: string): Address {
  const address = parseAddress(text);
  if (!('fault' in address)) return address;
  const message = `${quoted(text)} is no e-mail address (${address.fault}). Expected one like weekly@example.cn.`;
  throw new AssayError('config', { code: 'E_CONFIG_FIELD', where: `mail.${field}`, message });
}

/** Where a recipient's own envelope comes from, and what it is called there. */
export function envelopeOf({ bounces, key }: Sender, delivery: string): { from: string; token: string } {
  const token = bounceToken(key, delivery);
  return { from: `${bounces.local}+${token}@${bounces.domain}`, token };
}

/** Where a recipient reads the brief; undefined where the desk has no site. */
export function onlineOf(
  { site, key, edition, linksUntil: until }: Sender,
  language: Language,
  subscriber: number,
): string | undefined {
  if (site === undefined) return undefined;
  const page = `${site}/e/${edition}/${language}/brief.html`;
  return until === undefined ? page : `${page}?t=${editionToken(key, { edition, subscriber, until })}`;
}

/** Where a recipient says what they wish; undefined where the desk has no site. */
export function preferencesOf({ site, key }: Sender, holder: Holder): string | undefined {
  return site === undefined ? undefined : `${site}/p/${holderToken(key, 'preferences', holder)}`;
}

/** What a recipient leaves by: a page where the desk has a site, a mail else. */
export interface Leaving {
  readonly page: string | undefined;
  readonly mail: string;
}

export function leavingOf({ site, key, bounces }: Sender, holder: Holder): Leaving {
  const token = unsubscribeToken(key, holder);
  return {
    page: site === undefined ? undefined : `${site}/u/${token}`,
    mail: `mailto:${encodeURIComponent(bounces.local)}@${bounces.domain}?subject=unsubscribe%20${token}`,
  };
}

/**
 * The header lines of one letter, each ended; what the body is comes with `content`. A letter made again has the same
 * `Message-ID` and `Date`.
 */
export function letterHeaders(
  sender: Sender,
  letter: Letter,
  recipient: Claimed,
  to: Address,
  content: string,
): string[] {
  const { from, replyTo, listId, date, edition } = sender;
  const { page, mail } = leavingOf(sender, { id: recipient.subscriber, key: to.key });
  const id = `${recipient.delivery.slice(0, 32)}.${edition}@${from.domain}`;
  return [
    header('From', mailbox(letter.sender, from.address)),
    header('To', mailbox(recipient.name, to.address)),
    ...(replyTo === undefined ? [] : [header('Reply-To', `<${replyTo.address}>`)]),
    header('Subject', unstructured(recipient.corrected ? letter.correctionSubject : letter.subject)),
    header('Date', date),
    header('Message-ID', `<${id}>`),
    header('Content-Language', letter.language),
    header('List-Id', mailbox(letter.title, listId)),
    header('List-Unsubscribe', page === undefined ? `<${mail}>` : `<${page}>, <${mail}>`),
    ...(page === undefined ? [] : [header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click')]),
    // The three by which programs that answer for people who are away know to keep silent: RFC 3834, old ones, Exchange.
    header('Auto-Submitted', 'auto-generated'),
    header('Precedence', 'bulk'),
    header('X-Auto-Response-Suppress', 'OOF, AutoReply'),
    header('X-Assay-Delivery', bounceToken(sender.key, recipient.delivery)),
    header('MIME-Version', '1.0'),
    content,
  ];
}
