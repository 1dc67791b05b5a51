import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './place.mjs';
import { timed } from './timed.mjs';

/**
 * Parts of the program that no command reaches alone: the ledger and the archive, bundled for processes of the bench.
 * @returns {Promise<{ run: (script: string, args: readonly string[], memory?: boolean) => ReturnType<typeof timed>, remove: () => void }>}
 */
export async function bundledParts() {
  const { build } = await import('esbuild');
  mkdirSync(inRoot('.cache'), { recursive: true });
  // Inside the project, so that the driver's own binary is found.
  const folder = mkdtempSync(inRoot('.cache', 'bench-mail-'));
  const file = join(folder, 'parts.mjs');
  await build({
    stdin: { contents: PARTS, resolveDir: inRoot(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: file,
    logLevel: 'silent',
  });
  const head = `const parts = await import(${JSON.stringify(pathToFileURL(file).href)});\n`;
  return {
    run: (script, args, memory = false) =>
      timed(process.execPath, ['--input-type=module', '--eval', head + script, ...args], memory, inRoot()),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const PARTS = `export { openLedger } from './src/store/ledger/index.ts';
export { openOffice } from './src/store/office/index.ts';
export { publish, sha256 } from './src/archive/index.ts';
export { realEffects } from './src/effects.ts';`;
