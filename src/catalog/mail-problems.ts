import { parseWeek } from '../calendar/week.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import type { Address } from '../model/address.ts';
import { parseAddress } from '../model/address-grammar.ts';
import type { MailConfig } from '../model/mail.ts';
import type { SourceFile } from './source-file.ts';

/** `+` and a bounce token, which come between a sender's local part and its @. */
const TOKEN_OCTETS = 33;
const LONGEST_LOCAL = 64;

type Wrong = (path: readonly string[], message: string, code?: string) => void;

/** What is wrong with `mail:` beyond its shape, at its places. Files it names are looked at where they are read. */
export function mailProblems(mail: MailConfig, source: SourceFile): Problem[] {
  const problems: Problem[] = [];
  const wrong: Wrong = (path, message, code = 'E_CONFIG_FIELD') => {
    problems.push({ code, where: source.where(['mail', ...path]), message });
  };
  const from = addressOf('from', mail.from, wrong);
  const bounces = mail.bounces === undefined ? from : addressOf('bounces', mail.bounces, wrong);
  if (mail.replyTo !== undefined) addressOf('replyTo', mail.replyTo, wrong);
  if (bounces !== undefined) bounceProblem(bounces, mail.bounces === undefined ? 'from' : 'bounces', wrong);
  const atSite = mail.site === undefined ? undefined : siteFault(mail.site);
  if (atSite !== undefined) wrong(['site'], `mail.site is ${quoted(mail.site ?? '')}. ${atSite}`);
  if (mail.listId !== undefined && !(isHostName(mail.listId) && mail.listId.includes('.')))
    wrong(['listId'], `mail.listId is ${quoted(mail.listId)}. Expected a name like weekly.example.cn.`);
  smtpProblems(mail.smtp, wrong);
  if (mail.dkim !== undefined) dkimProblems(mail.dkim, from, wrong);
  fileProblems(mail, wrong);
  orderProblem(mail, wrong);
  linksProblem(mail, wrong);
  return problems;
}

function linksProblem({ links }: MailConfig, wrong: Wrong): void {
  if (typeof links === 'string') return;
  try {
    parseWeek(links.signedFrom);
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    const message = `mail.links.signedFrom is ${quoted(links.signedFrom)}. Expected an ISO week like 2026-W48: the first whose letters carry signed links.`;
    wrong(['links', 'signedFrom'], message);
  }
}

function addressOf(field: string, text: string, wrong: Wrong): Address | undefined {
  const address = parseAddress(text);
  if ('fault' in address) {
    wrong(
      [field],
      `mail.${field} is ${quoted(text)}. Expected an e-mail address like weekly@example.cn (${address.fault}).`,
    );
    return undefined;
  }
  if (address.international) {
    wrong(
      [field],
      `mail.${field} is ${quoted(text)}, with letters beyond ASCII before the @. Expected one that every server can answer, like weekly@example.cn.`,
    );
    return undefined;
  }
  return address;
}

function bounceProblem({ local, address }: Address, field: string, wrong: Wrong): void {
  const most = LONGEST_LOCAL - TOKEN_OCTETS;
  if (local.length <= most) return;
  const next = field === 'from' ? ' Set mail.bounces to a shorter one.' : ' Use a shorter one.';
  wrong(
    [field],
    `mail.${field} is ${quoted(address)}: ${local.length} characters before the @, but with the token of a bounce only ${most} fit.${next}`,
  );
}

/** Written as it will stand in links, so that nothing need be guessed. */
export function siteFault(text: string, carried = 'links to unsubscribe'): string | undefined {
  const url = urlOf(text);
  if (url === undefined) return 'Expected an address like https://brief.example.cn.';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    return `Expected https://: ${carried} must not be read or changed on their way.`;
  if (url.username !== '' || url.password !== '')
    return 'Expected no user or password in it: every letter would show them.';
  if (/[?#]/.test(text)) return 'Expected no "?" or "#" in it: paths are added at its end.';
  const plain = url.origin + url.pathname.replace(/\/+$/, '');
  return plain === text ? undefined : `Write it as ${plain}`;
}

function smtpProblems(smtp: MailConfig['smtp'], wrong: Wrong): void {
  const { host, port, tls, user, passwordFile, name } = smtp;
  if (!isHostName(host) && !isIpv6(host))
    wrong(
      ['smtp', 'host'],
      `mail.smtp.host is ${quoted(host)}. Expected a host's name alone, like smtp.example.cn; its port goes to mail.smtp.port.`,
    );
  else if (tls === 'off' && !isLoopback(host))
    wrong(
      ['smtp', 'tls'],
      `mail.smtp.host ${host}: TLS is off and the host is not local. Set mail.smtp.tls: required.`,
      'E_CONFIG_TLS',
    );
  if (tls === 'required' && port === 465)
    wrong(
      ['smtp', 'port'],
      'mail.smtp.port 465 speaks TLS from the first byte. Set mail.smtp.tls: implicit, or port: 587.',
      'E_CONFIG_TLS',
    );
  if (tls === 'implicit' && (port === 587 || port === 25))
    wrong(
      ['smtp', 'tls'],
      `mail.smtp.tls is implicit, but port ${port} begins without TLS. Set mail.smtp.port: 465, or tls: required.`,
      'E_CONFIG_TLS',
    );
  if (user === undefined && passwordFile !== undefined)
    wrong(['smtp', 'passwordFile'], 'mail.smtp.passwordFile has no mail.smtp.user beside it. Set the user.');
  if (user !== undefined && (user === '' || CONTROL.test(user)))
    wrong(['smtp', 'user'], `mail.smtp.user is ${quoted(user)}. Expected a name to log in with.`);
  if (name !== undefined && !isHostName(name))
    wrong(
      ['smtp', 'name'],
      `mail.smtp.name is ${quoted(name)}. Expected a host's name, like mail.example.cn.`,
    );
}

/** Receivers ask that a signature speaks for the domain readers see. */
function dkimProblems(
  { domain, selector }: NonNullable<MailConfig['dkim']>,
  from: Address | undefined,
  wrong: Wrong,
): void {
  if (!isHostName(selector))
    wrong(['dkim', 'selector'], `mail.dkim.selector is ${quoted(selector)}. Expected a name like assay2026.`);
  if (!(isHostName(domain) && domain.includes('.')))
    wrong(['dkim', 'domain'], `mail.dkim.domain is ${quoted(domain)}. Expected a domain like example.cn.`);
  else if (from !== undefined && !isWithin(from.domain, domain.toLowerCase()))
    wrong(
      ['dkim', 'domain'],
      `mail.dkim.domain is ${quoted(domain)}, but mail.from is at ${quoted(from.domain)}. Expected ${quoted(from.domain)} or a domain above it: receivers distrust a signature of another.`,
    );
}

function isWithin(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`);
}

function fileProblems(mail: MailConfig, wrong: Wrong): void {
  const files: ReadonlyArray<readonly [readonly string[], string | undefined]> = [
    [['smtp', 'passwordFile'], mail.smtp.passwordFile],
    [['dkim', 'keyFile'], mail.dkim?.keyFile],
    [['keyFile'], mail.keyFile],
    [['stateFolder'], mail.stateFolder],
  ];
  const taken = new Map<string, string>();
  for (const [path, file] of files) {
    if (file === undefined) continue;
    const field = `mail.${path.join('.')}`;
    if (file.trim() === '' || CONTROL.test(file))
      wrong(path, `${field} is ${quoted(file)}. Expected a path inside the desk, or an absolute one.`);
    const other = taken.get(file);
    if (other !== undefined)
      wrong(path, `${field} is ${quoted(file)}, which is ${other} already. Give each a path of its own.`);
    taken.set(file, field);
  }
}

function orderProblem({ uncertain, expireAfterHours }: MailConfig, wrong: Wrong): void {
  if (uncertain === 'hold' || uncertain.resendAfterHours < expireAfterHours) return;
  wrong(
    ['uncertain', 'resendAfterHours'],
    `mail.uncertain.resendAfterHours ${uncertain.resendAfterHours} is not before mail.expireAfterHours ${expireAfterHours}. Set it lower: by then nothing is sent any more.`,
    'E_CONFIG_ORDER',
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Letters, digits and hyphens in labels, `_` for selectors; IPv4 is one too. */
function isHostName(text: string): boolean {
  return (
    text.length <= 253 &&
    /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(text)
  );
}

function isIpv6(text: string): boolean {
  return text.includes(':') && urlOf(`http://[${text}]/`) !== undefined;
}

export function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

export function isLoopback(host: string): boolean {
  const plain = host.toLowerCase();
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/.test(plain);
}
