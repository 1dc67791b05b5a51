import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readRegularFile, sizeText } from '../../catalog/regular-file.ts';
import { AssayError } from '../../errors.ts';

/** No secret comes near this. */
const MAX_BYTES = 64 * 1024;

/**
 * The bytes of a file that only its owner may read. `setting` is what names it in the configuration: `mail.keyFile`.
 * Throws AssayError config: E_CONFIG_SECRET when others may read it, `code` when it is no file or cannot be read, with
 * what the system said as `cause`.
 */
export async function readSecretFile(path: string, setting: string, code: string): Promise<Buffer> {
  const fail = (name: string, message: string, cause?: unknown): AssayError =>
    new AssayError('config', { code: name, where: `${setting} ${path}`, message }, { cause });
  try {
    const mode = (await stat(path)).mode & 0o777;
    // Windows keeps rights elsewhere and says 0666 of every file.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0 && !isCredential(path)) {
      const octal = mode.toString(8).padStart(4, '0');
      const whose = (mode & 0o007) === 0 ? 'others of its group' : 'everyone';
      throw fail('E_CONFIG_SECRET', `is readable by ${whose} (mode ${octal}). Run: chmod 600 ${path}`);
    }
    const read = await readRegularFile(path, MAX_BYTES);
    if (read instanceof Uint8Array) return read;
    throw fail(
      code,
      `is ${read.kind ?? sizeText(read.size ?? 0)}. Expected a file of at most ${sizeText(MAX_BYTES)}.`,
    );
  } catch (error) {
    if (error instanceof AssayError) throw error;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (reason === 'ENOENT') throw fail(code, `no such file. Put it there, or set ${setting}.`, error);
    throw fail(code, `cannot be read (${reason}). Give this user the right to read it.`, error);
  }
}

/** What systemd hands to this service alone: its folder is closed to others, whatever the file's own mode says. */
function isCredential(path: string): boolean {
  const folder = process.env.CREDENTIALS_DIRECTORY ?? '';
  return folder !== '' && dirname(resolve(path)) === resolve(folder);
}
