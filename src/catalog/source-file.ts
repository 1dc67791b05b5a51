import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AssayError, type Problem } from '../errors.ts';
import { fullYaml, type Path } from './full-yaml.ts';
import { quickYaml } from './quick-yaml.ts';

/** One YAML file of a desk, read: its value, and where in it anything stands. */
export interface SourceFile {
  /** As messages name it: `data/metals/copper.yaml`, for a desk's own file and a built-in one alike. */
  readonly label: string;
  /** Undefined when the file is not YAML; `problems` then says why. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** `data/metals/copper.yaml:14:3`, of the value at a path. Only the label until the file is `placed`. */
  where(path: Path): string;
  /** The same, of the key at the end of a path. */
  whereKey(path: Path): string;
  /** The same file with the places of everything in it. Slow, and so only for messages. */
  placed(): Promise<SourceFile>;
}

/** Reads and parses one file. Throws AssayError `missing`, `permission` or `io` when it cannot be read at all. */
export async function readSource(file: string, label: string): Promise<SourceFile> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw unreadable(cause, label);
  });
  return sourceOf(bytes, label);
}

async function sourceOf(bytes: Uint8Array, label: string): Promise<SourceFile> {
  const text = decoded(bytes);
  if (text === undefined) {
    const message = 'not valid UTF-8. Expected YAML in UTF-8. Save it again as UTF-8.';
    const broken: SourceFile = {
      ...unplaced(label),
      value: undefined,
      problems: [{ code: 'E_CONFIG_ENCODING', where: label, message }],
      placed: async () => broken,
    };
    return broken;
  }
  const placed = async (): Promise<SourceFile> => {
    const full = await fullYaml(text, label);
    const source: SourceFile = {
      label,
      value: full.value,
      problems: full.problems,
      where: (path) => `${label}:${full.position(path)}`,
      whereKey: (path) => `${label}:${full.keyPosition(path)}`,
      placed: async () => source,
    };
    return source;
  };
  const value = quickYaml(text);
  return value === undefined ? placed() : { ...unplaced(label), value, problems: [], placed };
}

function unplaced(label: string): Pick<SourceFile, 'label' | 'where' | 'whereKey'> {
  return { label, where: () => label, whereKey: () => label };
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
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const message = 'no such file or folder. Expected it in the desk; "assay init DIR" makes a whole one.';
    return new AssayError('missing', { code: 'E_CONFIG_MISSING', where: label, message }, { cause });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const message = 'cannot be read: no permission. Give the user who runs this the right to read it.';
    return new AssayError('permission', { code: 'E_CONFIG_PERMISSION', where: label, message }, { cause });
  }
  const message = `cannot be read (${String(code ?? cause)}). Expected a readable file. Check the disk and try again.`;
  return new AssayError('io', { code: 'E_CONFIG_READ', where: label, message }, { cause });
}
