import { oneLine } from '../../errors.ts';
import type { Reply } from '../../model/delivery.ts';

/** A complete reply of a server: each line a code of three digits, then a blank, a hyphen or nothing. */
const LINE = /^([2-5]\d\d)(?:[ -](?:([245]\.\d{1,3}\.\d{1,3})(?:\s+|$))?(.*))?$/s;
const MOST_SHOWN = 500;

/** Reads `550-5.1.1 no such\n550 5.1.1 user`; undefined where it is not a reply at all. `redact` cleans its text. */
export function parseReply(raw: string, redact = (text: string): string => text): Reply | undefined {
  const lines = raw.trimEnd().split(/\r?\n/);
  const found = lines.map((line) => LINE.exec(line));
  const last = found.at(-1);
  if (!last || found.some((line) => line?.[1] !== last[1])) return undefined;
  const code = Number(last[1]);
  // A class that contradicts the code (250 5.1.1) is decoration.
  const enhanced =
    found.map((line) => line?.[2] ?? '').find((text) => text.startsWith(raw.slice(0, 1))) ?? '';
  const said = found.map((line) => (line?.[3] ?? '').trim()).join(' ');
  const text = oneLine(redact(said).trim());
  return { code, enhanced, text: text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text };
}

/** `550 5.1.1 no such user`, for people. */
export function replyText({ code, enhanced, text }: Reply): string {
  return [String(code), enhanced, text].filter((part) => part !== '').join(' ');
}

/** How servers name a message they took, each beside who says it so. */
const QUEUE_IDS: readonly RegExp[] = [
  // Postfix, 163: Ok: queued as 4F2D91C0B2
  /\bqueued as ([\w.,+/=-]*\w)/i,
  // Exim: OK id=1rXyZa-0003Cd-2B
  /\bid=([\w-]+)/,
  // Exchange: <…> [InternalId=123, Hostname=…] Queued mail for delivery
  /\bInternalId=(\d+)/i,
  // Sendmail, OpenSMTPD: 4AMB2 Message accepted for delivery
  /^(\w{6,}) Message accepted/i,
  // Haraka: Message Queued (5A1B…)
  /\bQueued \(([\w.-]+)\)/i,
  // qmail: ok 1700000000 qp 12345
  /\bqp (\d+)/,
  // Gmail: OK  1700000000 d9443c01a7336-… - gsmtp
  /\bOK\s+\d{9,} ([\w.-]+) - gsmtp/i,
  // SES: Ok 0102018c…-000000
  /^Ok ([\da-f]{10,}[\da-f-]*)$/i,
];

/** The server's own name for a message it took, where its reply gives one. */
export function queueIdOf(text: string): string | undefined {
  for (const pattern of QUEUE_IDS) {
    const id = pattern.exec(text)?.[1];
    if (id) return id;
  }
  return undefined;
}
