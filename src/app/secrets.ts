import { resolve } from 'node:path';
import { readSecretFile } from '../delivery/leaving/secret-file.ts';
import { readPassword } from '../delivery/smtp/password.ts';
import type { Desk } from '../desk.ts';

/** Shorter ones would take half of every line with them. */
const SHORTEST = 4;

/**
 * Every secret the desk works with, as it may come to stand in a line: passwords, keys, what proves a webhook. What
 * cannot be read is not known here, nor to the rest of the program.
 */
export async function deskSecrets({ mail, schedule, root }: Desk): Promise<string[]> {
  const file = async (path: string | undefined): Promise<string> =>
    path === undefined
      ? ''
      : readSecretFile(resolve(root, path), '', '').then(
          (bytes) => bytes.toString('latin1').trim(),
          () => '',
        );
  const password =
    mail === undefined
      ? undefined
      : await readPassword(mail, root).catch(() => process.env.ASSAY_SMTP_PASSWORD);
  const [mailKey, dkim] = await Promise.all([file(mail?.keyFile), file(mail?.dkim?.keyFile)]);
  return [
    password ?? '',
    mailKey,
    // Its lines one by one: a line of the log never holds two.
    ...dkim.split(/\s*\n\s*/).filter((line) => line !== '' && !line.startsWith('-----')),
    ...databaseSecrets(process.env.DATABASE_URL),
    ...webhookSecrets(schedule?.alerts.webhook),
  ];
}

function databaseSecrets(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  return [password, decoded(password), searchParams.get('password') ?? ''];
}

/** Services that are told by a webhook know their customers by the path alone. */
function webhookSecrets(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { pathname, search, password } = new URL(url);
  return [`${pathname}${search}`, decoded(password)].filter((one) => one !== '/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const TAKEN_OUT = '[redacted]';

/**
 * Tokens by their looks: those of letters' links (32 characters of base64url), of sessions and forms (43). Hashes and
 * numbers, all of one case, are none of them.
 */
const TOKENS = /(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?:[\w-]{43}|[\w-]{32})(?![\w-])/g;

/** Takes secrets out of a text, however they are spelled: plainly, in an address, in JSON, in base64. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const spelled = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ]);
  // The longest first: a part of one may be another.
  const known = [...new Set(spelled)].sort((a, b) => b.length - a.length);
  return (text) =>
    known.reduce((left, secret) => left.replaceAll(secret, TAKEN_OUT), text).replace(TOKENS, TAKEN_OUT);
}
