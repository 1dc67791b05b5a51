import { oneLine } from '../../errors.ts';
import type { Trouble } from '../campaign/carrier.ts';
import { parseReply, replyText } from './reply.ts';
import { isLoopback, type SmtpSettings } from './smtp-settings.ts';

/** Reasons of OpenSSL for not trusting a certificate. */
const UNTRUSTED =
  /self.signed|unable to (?:verify|get)|certificate|altname|ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED/i;

/** Why a connection did not come about, what to do, and whether trying again may help without anybody's doing. */
export function troubleOf(error: Error, { smtp, redact }: SmtpSettings): Trouble {
  const place = `${smtp.host}:${smtp.port}`;
  const { code, command, system, response } = partsOf(error);
  const said = oneLine(redact(error.message));
  const reply = response === undefined ? undefined : parseReply(response, redact);
  const told = (reason: string, fatal: boolean): Trouble => ({
    reason: `${place} ${reason}`,
    fatal,
    ...(reply ? { reply } : {}),
  });
  const words = reply ? replyText(reply) : said;
  const refused = reply !== undefined && reply.code >= 500;

  if (code === 'EAUTH') {
    if (!reply)
      return told(`${said}. Expected one for smtp.user; remove it, or check smtp.host and port.`, true);
    const fix = refused ? ' Check smtp.user and its password.' : '';
    return told(`did not let "${smtp.user}" in: ${words}.${fix}`, refused);
  }
  if (command === 'STARTTLS' && reply)
    return told(
      refused
        ? `offers no TLS (${words}). Use a server that does; smtp.tls: off is for this machine only.`
        : `cannot do TLS now: ${words}.`,
      refused,
    );
  if (UNTRUSTED.test(`${system} ${error.message}`)) {
    const or = isLoopback(smtp.host) ? ', or smtp.tls: off, as it is this machine' : '';
    return told(
      `shows a certificate that is not trusted: ${said}. Check smtp.host, or set NODE_EXTRA_CA_CERTS${or}.`,
      true,
    );
  }
  if (/wrong.version.number|packet length too long|http request/i.test(said))
    return told('does not speak TLS from the first byte. Set smtp.tls: required, or port 465.', true);
  if (refused) return told(`turns us away: ${words}.`, true);
  if (reply) return told(`is not ready: ${words}.`, false);
  return told(`cannot be reached: ${said}.`, false);
}

interface Parts {
  readonly code: string;
  readonly command: string;
  /** What the system called it: ECONNREFUSED. */
  readonly system: string;
  readonly response: string | undefined;
}

function partsOf(error: Error): Parts {
  const part = (name: string): string => {
    const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? value : '';
  };
  const response = part('response');
  return {
    code: part('code'),
    command: part('command'),
    system: part('originalCode'),
    response: response === '' ? undefined : response,
  };
}
