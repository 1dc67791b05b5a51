import type { MailConfig } from '../../model/mail.ts';
import { openSession } from './smtp-session.ts';
import { type SmtpOptions, smtpSettings } from './smtp-settings.ts';

export interface SmtpAnswer {
  readonly state: 'ok' | 'note' | 'broken';
  /** What the server can do, or what is wrong and what to do. */
  readonly message: string;
}

/**
 * Connects, encrypts and logs in, as a campaign would; nothing is sent. `maxBytes`: the largest letter we would make.
 * Throws AssayError config as `smtpSettings` does.
 */
export async function checkSmtp(options: SmtpOptions & Pick<MailConfig, 'maxBytes'>): Promise<SmtpAnswer> {
  const settings = smtpSettings(options);
  const session = await openSession(settings);
  if ('fatal' in session) return { state: 'broken', message: session.reason };
  await session.quit();
  const { smtp } = settings;
  const { size, international, dsn } = session.offers;
  const message = [
    `${smtp.host}:${smtp.port}`,
    session.cipher === '' ? 'no TLS (this machine only)' : session.cipher,
    smtp.user === undefined ? 'no login' : `let "${smtp.user}" in`,
    size === 0 ? 'no limit of size told' : `letters up to ${megabytes(size)}`,
    international ? 'SMTPUTF8' : 'no SMTPUTF8: addresses in ASCII only',
    dsn ? 'reports of delivery (DSN)' : 'no reports of delivery (DSN)',
  ].join(', ');
  if (size > 0 && size < options.maxBytes)
    return {
      state: 'note',
      message: `${message}. mail.maxBytes allows ${megabytes(options.maxBytes)}; larger letters than the server takes are not sent`,
    };
  return { state: 'ok', message };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
