import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { z } from 'zod';
import { AssayError } from './errors.ts';
import { findBrowser } from './setup/browser.mjs';
import { SetupError } from './setup/failure.mjs';

/**
 * The program's own folder, where its built-in `data/` and `templates/` lie: the nearest folder above this
 * file that holds a package.json, be it run from `src/` or bundled in `dist/`.
 */
export function programRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
}

/** The program's version, as its package.json has it. */
export function programVersion(): string {
  const text = readFileSync(join(programRoot(), 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/**
 * Version and build, `0.1.0+3f2a9c51d07e`: two programs of one version may yet differ while it is worked on. The
 * build is the hash of the sources that compiling leaves beside the program; run from its sources it has none.
 */
export function programBuild(): string {
  const stamp = join(dirname(fileURLToPath(import.meta.url)), '.stamp.json');
  if (!existsSync(stamp)) return programVersion();
  const { hash } = z.object({ hash: z.string() }).parse(JSON.parse(readFileSync(stamp, 'utf8')));
  return `${programVersion()}+${hash.slice(0, 12)}`;
}

/** The browser to print with, found as the set-up finds it. Throws AssayError config E_BROWSER_PATH, unavailable E_BROWSER_NONE. */
export function browserPath(): string {
  try {
    return findBrowser().path;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const { code, where, detail: message } = error;
    throw new AssayError(code === 'E_BROWSER_PATH' ? 'config' : 'unavailable', { code, where, message });
  }
}

/**
 * Makes this process optimize less of its code from now on. Making an edition takes seconds; while it lasts, V8 would
 * spend a fifth of all processor time on compiling functions anew that are then called a few times more. What is
 * truly hot is still compiled.
 */
export function compileLess(): void {
  setFlagsFromString('--interrupt-budget=1000000');
  // Fonts are subset by WebAssembly, a few times.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
