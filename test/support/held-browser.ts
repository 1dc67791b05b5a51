import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { browserPath } from '../../src/program.ts';

/**
 * A browser for `ASSAY_CHROME` that begins when it is let go: a build that has come so far waits for it. It ends with
 * whoever started it.
 */
export async function heldBrowser(
  folder: string,
): Promise<{ readonly path: string; letGo(): Promise<void> }> {
  const [path, held] = [join(folder, 'held-chromium'), join(folder, 'held')];
  await writeFile(held, '');
  const wait = `while [ -e '${held}' ]; do kill -0 $PPID 2>/dev/null || exit 1; sleep 0.05; done`;
  await writeFile(path, `#!/bin/sh\n${wait}\nexec '${browserPath()}' "$@"\n`, { mode: 0o755 });
  return { path, letGo: () => rm(held) };
}
