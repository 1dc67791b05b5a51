import { ensureBrowser } from './browser-install.mjs';
import { ensureCompiled } from './compiled.mjs';
import { ensureInstalled } from './packages.mjs';

/**
 * Everything a fresh clone lacks: packages, the compiled program, a browser. Says a line for each thing it does and
 * nothing when there is nothing to do.
 * @returns {Promise<{ path: string, from: string }>} the browser
 */
export async function ready() {
  await ensureInstalled();
  await ensureCompiled();
  return ensureBrowser();
}
