import { basename, dirname } from 'node:path';
import { AssayError, type Problem } from '../errors.ts';
import { hashOf, knownValues } from './known-values.ts';
import { type Refused, readRegularFile, refusalWords, sizeText } from './regular-file.ts';
import { placeless, type SourceFile, withoutValue } from './source-file.ts';

/** Far beyond any configuration: what is larger was put there by mistake. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads and parses one file. Throws AssayError `missing`, `permission` or `io` when it cannot be read at all; what
 * is no file, or far too big, is a problem of the configuration.
 */
export async function readSource(file: string, label: string): Promise<SourceFile> {
  const read = await readRegularFile(file, MAX_BYTES).catch((cause: unknown) => {
    throw unreadable(cause, label);
  });
  if (read instanceof Uint8Array) return sourceOf(read, label);
  return withoutValue(label, refusal(read, label));
}

function refusal({ kind, size = 0 }: Refused, label: string): Problem {
  if (kind !== undefined) {
    const message = `is ${kind}, not a file. Expected a YAML file. Move it away, or put the file in its place.`;
    return { code: 'E_CONFIG_FILE', where: label, message };
  }
  const message = `${sizeText(size)}; the limit is ${sizeText(MAX_BYTES)}. Expected a YAML file of some kilobytes. Is it another file by mistake?`;
  return { code: 'E_CONFIG_SIZE', where: label, message };
}

async function sourceOf(bytes: Uint8Array, label: string): Promise<SourceFile> {
  const placed = async (): Promise<SourceFile> => {
    const { parsedSource } = await import('./parsed-source.ts');
    return parsedSource(bytes, label);
  };
  const known = await knownValues();
  const hash = hashOf(bytes);
  return known.has(hash) ? { ...placeless(label), value: known.get(hash), placed } : placed();
}

/** The last folders of a path, which is how people know a desk's files. */
export function labelOf(file: string, folders: number): string {
  const parts = [basename(file)];
  let folder = dirname(file);
  for (let count = 0; count < folders; count += 1) {
    parts.unshift(basename(folder));
    folder = dirname(folder);
  }
  return parts.filter((part) => part !== '').join('/');
}

/** What a failed read of a file or folder means. */
export function unreadable(cause: unknown, label: string): AssayError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOTDIR') {
    const message =
      'is not a folder. Expected one that holds .yaml files. Move it away to use the built-in ones.';
    return new AssayError('config', { code: 'E_CONFIG_FOLDER', where: label, message }, { cause });
  }
  if (code === 'ENOENT') {
    const message = 'no such file or folder. Expected it in the desk; "assay init DIR" makes a whole one.';
    return new AssayError('missing', { code: 'E_CONFIG_MISSING', where: label, message }, { cause });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const message = 'cannot be read: no permission. Give the user who runs this the right to read it.';
    return new AssayError('permission', { code: 'E_CONFIG_PERMISSION', where: label, message }, { cause });
  }
  const message = `cannot be read (${refusalWords(cause)}). Expected a readable file. Check the disk and try again.`;
  return new AssayError('io', { code: 'E_CONFIG_READ', where: label, message }, { cause });
}
