import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Remembers what was made last, each under its key, for as long as what it was made of has the same stamp; of failures
 * nothing. At most `most` keys, those asked for last.
 */
export function keeper<T>(most: number): (key: string, stamp: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { readonly stamp: string; readonly made: Promise<T> }>();
  return (key, stamp, make) => {
    const known = kept.get(key);
    const one = known?.stamp === stamp ? known : { stamp, made: make() };
    one.made.catch(() => {
      if (kept.get(key) === one) kept.delete(key);
    });
    // What was asked for last stands last.
    kept.delete(key);
    kept.set(key, one);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return one.made;
  };
}

/** What tells one state of files from another without reading them: names, sizes, moments of change, numbers on the disk. */
export function stampOf(paths: readonly string[]): string {
  return paths.flatMap((path) => [path, ...stampLines(path)]).join('\n');
}

/** Of a folder: its files and those of its folders. */
function stampLines(path: string): string[] {
  try {
    const found = lstatSync(path);
    if (!found.isDirectory()) return [`${found.size} ${found.mtimeMs} ${found.ctimeMs} ${found.ino}`];
    return readdirSync(path)
      .sort()
      .flatMap((name) => [name, ...stampLines(join(path, name))]);
  } catch {
    return ['-'];
  }
}
