import { AssayError, type Problem } from '../errors.ts';
import type { Path } from './yaml.ts';

/**
 * One YAML file of a desk, read: its value, and where in it anything stands. A file that was parsed when the program
 * was compiled has its value from there and no places: its name stands for all of them until it is `placed`.
 */
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
  /** The same file with its places. */
  placed(): Promise<SourceFile>;
}

/** A file that cannot be parsed, and why. */
export function withoutValue(label: string, problem: Problem): SourceFile {
  const source: SourceFile = {
    ...placeless(label),
    problems: [problem],
    placed: () => Promise.resolve(source),
  };
  return source;
}

/** A file whose places are not known. */
export function placeless(label: string): Omit<SourceFile, 'placed'> {
  return { label, value: undefined, problems: [], where: () => label, whereKey: () => label };
}

/** What a check made of files, or what is wrong with them. */
export type Checked<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/**
 * What `check` makes of files. Throws AssayError `config` with what is wrong, at its place: files without places are
 * parsed only then, and checked again.
 */
export async function soundOf<F, T>(
  files: F,
  placed: (files: F) => Promise<F>,
  check: (files: F) => Checked<T> | Promise<Checked<T>>,
): Promise<T> {
  const first = await check(files);
  const checked = 'value' in first ? first : await check(await placed(files));
  if ('value' in checked) return checked.value;
  throw new AssayError('config', checked.problems);
}
