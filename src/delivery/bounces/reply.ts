import { codeIn, type Fate, fateOf, type Status, statusIn } from './fate.ts';
import { type Fields, meantBy } from './fields.ts';
import type { Mail } from './message.ts';

/** What a message that came back to us is, before anybody believes it. */
export type Reply =
  /** A report on a letter, by RFC 3464. `recipients`: whom it names, with their fates. */
  | { readonly kind: 'report'; readonly recipients: readonly Reported[] }
  /** A bounce in words only, as qmail and some providers send it. */
  | { readonly kind: 'words'; readonly fate: Fate }
  /** Somebody pressed the button for junk (RFC 5965). */
  | { readonly kind: 'complaint'; readonly type: string }
  /** Mail to the address of `List-Unsubscribe`. */
  | { readonly kind: 'unsubscribe'; readonly token: string }
  /** Out of office and the like. */
  | { readonly kind: 'automatic' }
  | { readonly kind: 'other' };

export interface Reported {
  /** Spellings of the address the report is about. */
  readonly addresses: readonly string[];
  readonly fate: Fate;
}

const UNSUBSCRIBE = /^\s*unsubscribe\s+([A-Za-z0-9_-]{8,128})\s*$/i;

export function replyOf(mail: Mail): Reply {
  const token = UNSUBSCRIBE.exec(first(mail, 'subject'))?.[1];
  if (token !== undefined) return { kind: 'unsubscribe', token };
  if (mail.feedback !== undefined)
    return { kind: 'complaint', type: (mail.feedback.get('feedback-type') ?? '').toLowerCase() };
  const recipients = mail.status.flatMap((fields) => (fields.has('action') ? [reported(fields)] : []));
  if (recipients.length > 0) return { kind: 'report', recipients };
  if (isFromDaemon(mail)) {
    const fate = fateInWords(mail);
    if (fate !== undefined) return { kind: 'words', fate };
  }
  return { kind: isAutomatic(mail) ? 'automatic' : 'other' };
}

function first({ headers }: Mail, name: string): string {
  return headers.get(name)?.[0] ?? '';
}

function reported(fields: Fields): Reported {
  const diagnostic = (fields.get('diagnostic-code') ?? '').replace(/^\s*[\w-]+\s*;\s*/, '');
  const addresses = ['original-recipient', 'final-recipient'].flatMap((name) =>
    meantBy(fields.get(name) ?? ''),
  );
  const status: Status = { enhanced: statusIn(fields.get('status') ?? '') ?? '', text: diagnostic };
  return {
    addresses: addresses.filter((one) => one !== ''),
    fate: fateOf(fields.get('action') ?? '', status),
  };
}

/** Postmasters write from no address at all, or say who they are. */
function isFromDaemon(mail: Mail): boolean {
  return (
    /^\s*<\s*>\s*$/.test(first(mail, 'return-path')) ||
    mail.headers.has('x-failed-recipients') ||
    /\b(?:mailer-daemon|mail-daemon|postmaster|mail delivery (?:sub)?system)\b/i.test(first(mail, 'from'))
  );
}

function isAutomatic(mail: Mail): boolean {
  const submitted = first(mail, 'auto-submitted').trim().toLowerCase();
  return (
    (submitted !== '' && !submitted.startsWith('no')) ||
    ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'x-vacation'].some((name) =>
      mail.headers.has(name),
    ) ||
    /auto[_-]?reply/i.test(first(mail, 'precedence')) ||
    isFromDaemon(mail)
  );
}

/** From here on it is our own letter: its figures are no reply codes. */
const COPY =
  /^[ >]*(?:-{3,}.*(?:below this line|copy of|original message|returned message|原始邮件|原邮件)|(?:received|return-path|dkim-signature|x-assay-delivery|message-id)\s*:)/im;

const DELAYED =
  /\b(?:warning message only|has not yet been delivered|not yet been able|will (?:keep|continue) trying|delivery (?:is|has been) delayed|delivery delayed)\b|延迟投递/i;

function fateInWords(mail: Mail): Fate | undefined {
  const words = mail.text.slice(0, 16_000);
  const copy = words.search(COPY);
  const told = copy < 0 ? words : words.slice(0, copy);
  if (DELAYED.test(told) || DELAYED.test(first(mail, 'subject')))
    return fateOf('delayed', { enhanced: '', text: '' });
  const enhanced = statusIn(told);
  const code = codeIn(told);
  if (enhanced === undefined && code === 0) return undefined;
  const line = told.split('\n').find((one) => statusIn(one) !== undefined || codeIn(one) > 0) ?? '';
  const fate = fateOf('failed', { enhanced: enhanced ?? '', text: line.trim() });
  // Words are no report: an address is called gone only by those that speak the standard.
  return fate.strike === 'gone' ? { ...fate, strike: 'strike' } : fate;
}
