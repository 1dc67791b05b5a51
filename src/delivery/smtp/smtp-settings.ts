import { isIP } from 'node:net';
import { AssayError } from '../../errors.ts';
import type { MailConfig } from '../../model/mail.ts';
import { redactor } from './redact.ts';

/** How long a server may take, in milliseconds (RFC 5321 4.5.3.2). */
export interface SmtpTimeouts {
  /** From the first packet to the end of EHLO; then again to log in. */
  readonly connect: number;
  /** One reply to MAIL, RCPT or DATA. */
  readonly command: number;
  /** To RSET, by which an idle connection is asked whether it still lives. */
  readonly reset: number;
  /** To take the whole letter. */
  readonly body: number;
  /** To answer its last dot. Whoever hangs up earlier makes doubt. */
  readonly end: number;
  /** An idle connection is kept so long. */
  readonly idle: number;
}

const MINUTE = 60_000;
const SMTP_TIMEOUTS: SmtpTimeouts = {
  connect: 2 * MINUTE,
  command: 5 * MINUTE,
  reset: MINUTE / 4,
  body: 30 * MINUTE,
  end: 10 * MINUTE,
  idle: MINUTE / 2,
};

export interface SmtpSettings {
  readonly smtp: MailConfig['smtp'];
  readonly password: string | undefined;
  readonly timeouts: SmtpTimeouts;
  /** Certificates to trust instead of Node's own, PEM. */
  readonly ca: string | undefined;
  /** Takes the password out of what a server says. */
  redact(text: string): string;
}

/** Whether a host is this machine, by its name alone. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === '::1' || bare === 'localhost' || bare.endsWith('.localhost');
}

export interface SmtpOptions {
  readonly smtp: MailConfig['smtp'];
  readonly password?: string | undefined;
  /** Milliseconds; RFC 5321's unless told. */
  readonly timeouts?: Partial<SmtpTimeouts>;
  /** Certificates to trust instead of Node's own, PEM. */
  readonly ca?: string;
}

/** Throws AssayError config: E_CONFIG_TLS without encryption off this machine, E_CONFIG_SECRET without the password. */
export function smtpSettings({ smtp, password, timeouts, ca }: SmtpOptions): SmtpSettings {
  if (smtp.tls === 'off' && !isLoopback(smtp.host))
    throw new AssayError('config', {
      code: 'E_CONFIG_TLS',
      where: `smtp.host ${smtp.host}`,
      message: 'TLS is off and the host is not local. Set smtp.tls: required.',
    });
  if (smtp.user !== undefined && !password)
    throw new AssayError('config', {
      code: 'E_CONFIG_SECRET',
      where: 'smtp.user',
      message: 'there is a user but no password. Set smtp.passwordFile or ASSAY_SMTP_PASSWORD.',
    });
  return {
    smtp,
    password,
    timeouts: { ...SMTP_TIMEOUTS, ...timeouts },
    ca,
    redact: redactor(password, smtp.user),
  };
}
