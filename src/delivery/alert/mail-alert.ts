import type { Effects } from '../../effects.ts';
import { AssayError } from '../../errors.ts';
import { parseAddress } from '../../model/address-grammar.ts';
import type { MailConfig } from '../../model/mail.ts';
import type { Outgoing } from '../campaign/carrier.ts';
import { header, mailbox, unstructured } from '../message/headers.ts';
import { textHeaders } from '../message/mime.ts';
import { quotedPrintable } from '../message/quoted-printable.ts';
import { openMailer } from '../smtp/mailer.ts';
import type { Alert } from './alert.ts';
import { alertSubject, alertText } from './words.ts';

interface Post {
  readonly mail: MailConfig;
  readonly password: string | undefined;
  /** The sender's name. */
  readonly desk: string;
  readonly effects: Effects;
}

/** A server that takes longer is told of at the next look: editions wait for nobody's alerts. */
const TIMEOUTS = { connect: 15_000, command: 20_000, body: 30_000, end: 30_000 };

/** Mails an alert as plain text, to one after the other. Throws AssayError unavailable E_ALERT_MAIL naming who was not told. */
export async function mailAlert(addresses: readonly string[], alert: Alert, post: Post): Promise<void> {
  const { mail, password, effects } = post;
  const carrier = openMailer({ smtp: mail.smtp, password, timeouts: TIMEOUTS, effects });
  const failures: string[] = [];
  try {
    for (const address of addresses) {
      const found = await carrier.line();
      if ('trouble' in found) {
        failures.push(`${address} (${found.trouble.reason})`);
        continue;
      }
      const handover = await found.line.send(messageTo(address, alert, post));
      found.line.release();
      if (handover.state !== 'ACCEPTED') failures.push(`${address} (${handover.reason})`);
    }
  } finally {
    await carrier.close();
  }
  if (failures.length > 0)
    throw new AssayError('unavailable', {
      code: 'E_ALERT_MAIL',
      where: `${mail.smtp.host}:${mail.smtp.port}`,
      message: `not told: ${failures.join(', ')}. They are told again at the next look.`,
    });
}

function messageTo(text: string, alert: Alert, { mail, desk, effects }: Post): Outgoing {
  const to = addressOf(text);
  const from = addressOf(mail.from);
  const id = Buffer.from(effects.random(16)).toString('hex');
  const headers = [
    header('From', mailbox(desk, from.address)),
    header('To', `<${to.address}>`),
    header('Subject', unstructured(alertSubject(alert))),
    header('Date', effects.now().toUTCString().replace('GMT', '+0000')),
    header('Message-ID', `<alert.${id}@${from.domain}>`),
    header('Auto-Submitted', 'auto-generated'),
    header('MIME-Version', '1.0'),
    ...textHeaders('plain'),
  ];
  const message = Buffer.concat([
    Buffer.from(`${headers.join('')}\r\n`),
    quotedPrintable(`${alertText(alert)}\n`),
  ]);
  return {
    from: from.address,
    to: to.address,
    international: to.international,
    bytes: message.length,
    envelopeId: id,
    open: () => message,
  };
}

/** The desk's file was checked when it was read: this only narrows the type. */
function addressOf(text: string): Exclude<ReturnType<typeof parseAddress>, { fault: string }> {
  const address = parseAddress(text);
  if (!('fault' in address)) return address;
  throw new Error(`no e-mail address: ${text}`);
}
