import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { labelOf, readSource, unreadable } from './read-source.ts';
import type { SourceFile } from './source-file.ts';

/** The YAML files of a folder, in the order of their names. Throws AssayError: `missing` unless it is optional. */
export async function yamlFilesIn(folder: string, { optional = false } = {}): Promise<SourceFile[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    if (optional && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw unreadable(cause, labelOf(folder, 1));
  });
  const names = entries.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort();
  return Promise.all(
    names.map((name) => {
      const file = join(folder, name);
      return readSource(file, labelOf(file, 2));
    }),
  );
}
