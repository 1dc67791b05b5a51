import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programRoot } from '../program.ts';

const HTMX = 'node_modules/htmx.org/dist';
const FILES = [`${HTMX}/htmx.min.js`, `${HTMX}/ext/hx-sse.min.js`, 'templates/studio/draft.js'];

/** The script of the studio's pages: htmx as its package has it, its part for server-sent events, and ours. */
export async function studioScript(): Promise<string> {
  const texts = await Promise.all(FILES.map((path) => readFile(join(programRoot(), path), 'utf8')));
  // Where a file's source can be looked up is not served.
  return texts.map((text) => text.replace(/^\/\/# sourceMappingURL=.*$/m, '')).join('\n');
}
