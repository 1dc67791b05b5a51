import { isAbsolute, join } from 'node:path';
import { AssayError } from '../../errors.ts';
import type { MailConfig } from '../../model/mail.ts';
import { readSecretFile } from '../leaving/secret-file.ts';

/**
 * The password for `smtp.user`: from the environment, else from `smtp.passwordFile` (inside the desk, or absolute),
 * without the newline that editors put at its end. Undefined where no user is set. Throws AssayError config:
 * E_CONFIG_SECRET where there is none, it is empty, or others may read it; E_CONFIG_FILE where it cannot be read. No
 * message holds any of it.
 */
export async function readPassword(
  { smtp }: MailConfig,
  root: string,
  fromEnvironment = process.env.ASSAY_SMTP_PASSWORD,
): Promise<string | undefined> {
  if (smtp.user === undefined) return undefined;
  if (fromEnvironment) return checked(fromEnvironment, 'ASSAY_SMTP_PASSWORD');
  const { passwordFile } = smtp;
  if (passwordFile === undefined)
    throw secret(
      'smtp.user',
      'there is a user but no password. Set smtp.passwordFile or ASSAY_SMTP_PASSWORD.',
    );
  const path = isAbsolute(passwordFile) ? passwordFile : join(root, passwordFile);
  const bytes = await readSecretFile(path, 'smtp.passwordFile', 'E_CONFIG_FILE');
  return checked(bytes.toString('utf8').replace(/\r?\n$/, ''), `smtp.passwordFile ${path}`);
}

function checked(password: string, where: string): string {
  if (password === '') throw secret(where, 'is empty. Expected a password on its one line.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\ufffd]/.test(password))
    throw secret(
      where,
      'holds a line break, a control character or bytes that are not UTF-8. Expected one line.',
    );
  return password;
}

function secret(where: string, message: string): AssayError {
  return new AssayError('config', { code: 'E_CONFIG_SECRET', where, message });
}
