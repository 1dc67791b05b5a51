import { readSecretFile } from '../delivery/leaving/secret-file.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import { typedPassword } from './typed-password.ts';

export interface PasswordOptions {
  readonly passwordFile?: string;
  readonly passwordStdin?: boolean;
}

/** More is no password. */
const MOST_BYTES = 64 * 1024;

/**
 * The password of `name`: from a file only its owner may read, from standard input, or typed. Never an argument: those
 * are seen by everybody on the machine. Throws AssayError usage E_USAGE, E_USER_PASSWORD, config as `readSecretFile`.
 */
export async function givenPassword(
  name: string,
  { passwordFile, passwordStdin }: PasswordOptions,
  effects: Effects,
): Promise<string> {
  if (passwordFile !== undefined) {
    if (passwordFile === '') throw wrong('E_USAGE', '--password-file', 'empty. Expected a file.');
    return oneLine(await readSecretFile(passwordFile, '--password-file', 'E_USER_PASSWORD'));
  }
  if (passwordStdin) return oneLine(await all(process.stdin));
  if (process.stdin.isTTY)
    return typedPassword(name, { input: process.stdin, output: process.stderr }, effects);
  throw wrong(
    'E_USER_PASSWORD',
    'password',
    'nobody can type it here (standard input is no terminal). Use --password-file FILE or --password-stdin.',
  );
}

/** Asked before anything else is done. */
export function requireOneSource({ passwordFile, passwordStdin }: PasswordOptions): void {
  if (passwordFile !== undefined && passwordStdin)
    throw wrong('E_USAGE', '--password-stdin', 'cannot be used with --password-file. Give one of them.');
}

async function all(input: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > MOST_BYTES)
      throw wrong('E_USER_PASSWORD', '--password-stdin', 'over 64 KB. Expected a password on one line.');
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

/** Without the newline that editors and `echo` put at its end. Others inside it are refused later. */
function oneLine(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/\r?\n$/, '');
  if (text.includes('\ufffd'))
    throw wrong('E_USER_PASSWORD', 'password', 'not UTF-8. Expected a password on one line.');
  return text;
}

function wrong(code: string, where: string, message: string): AssayError {
  return new AssayError('usage', { code, where, message });
}
