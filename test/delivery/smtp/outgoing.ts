import type { Outgoing } from '../../../src/delivery/campaign/carrier.ts';
import { openMailer } from '../../../src/delivery/smtp/mailer.ts';
import type { MailConfig } from '../../../src/model/mail.ts';
import { mailSchema } from '../../../src/model/mail.ts';
import { stillEffects } from '../../support/effects.ts';

/** A small letter; its text has a line that begins with a dot. */
export function outgoing(to: string, change: Partial<Outgoing> = {}): Outgoing {
  const content = Buffer.from(
    `From: <a@x.example>\r\nTo: <${to}>\r\nMessage-ID: <for-${to}>\r\n\r\nCopper\r\n.hidden\r\nup.\r\n`,
  );
  return {
    from: 'bounces+t@x.example',
    to,
    international: false,
    bytes: content.length,
    envelopeId: 'token-1',
    open: () => content,
    ...change,
  };
}

export function smtpConfig(port: number, change: Partial<MailConfig['smtp']> = {}): MailConfig['smtp'] {
  const { smtp } = mailSchema.parse({
    from: 'a@x.example',
    smtp: { host: '127.0.0.1', port, tls: 'off', connections: 2 },
  });
  return { ...smtp, ...change };
}

/** A mailer with patience for a test. */
export function mailerTo(
  port: number,
  change: Partial<MailConfig['smtp']> = {},
  options: Partial<Parameters<typeof openMailer>[0]> = {},
) {
  return openMailer({ smtp: smtpConfig(port, change), effects: stillEffects(), ...options });
}
