import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programRoot } from '../program.ts';

const FILES = ['htmx.min.js', 'ext/hx-sse.min.js'];

/** The script of the studio's pages: htmx as its package has it, and its part for server-sent events. */
export async function studioScript(): Promise<string> {
  const folder = join(programRoot(), 'node_modules', 'htmx.org', 'dist');
  const texts = await Promise.all(FILES.map((name) => readFile(join(folder, name), 'utf8')));
  // Where a file's source can be looked up is not served.
  return texts.map((text) => text.replace(/^\/\/# sourceMappingURL=.*$/m, '')).join('\n');
}
