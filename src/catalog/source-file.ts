import { basename, dirname } from 'node:path';
import { AssayError, type Problem } from '../errors.ts';
import { type Refused, readRegularFile, refusalWords, sizeText } from './regular-file.ts';
import { type Path, readYaml } from './yaml.ts';

/** One YAML file of a desk, read: its value, and where in it anything stands. */
export interface SourceFile {
  /** As messages name it: `data/metals/copper.yaml`, for a desk's own file and a built-in one alike. */
  readonly label: string;
  /** Undefined when the file is not YAML; `problems` then says why. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** `data/metals/copper.yaml:14:3`, of the value at a path. */
  where(path: Path): string;
  /** The same, of the key at the end of a path. */
  whereKey(path: Path): string;
}

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

function withoutValue(label: string, problem: Problem): SourceFile {
  return { label, value: undefined, problems: [problem], where: () => label, whereKey: () => label };
}

function sourceOf(bytes: Uint8Array, label: string): SourceFile {
  const text = decoded(bytes);
  const nul = bytes.indexOf(0);
  if (text === undefined || nul >= 0) {
    const what =
      text === undefined
        ? 'not valid UTF-8'
        : `a NUL byte at offset ${nul}; this is not a text file, or it is UTF-16`;
    const message = `${what}. Expected YAML in UTF-8. Save it again as UTF-8.`;
    return withoutValue(label, { code: 'E_CONFIG_ENCODING', where: label, message });
  }
  const { value, problems, position, keyPosition } = readYaml(text, label);
  return {
    label,
    value,
    problems,
    where: (path) => `${label}:${position(path)}`,
    whereKey: (path) => `${label}:${keyPosition(path)}`,
  };
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

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
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
