import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';

/**
 * The script behind a package's command, to be run by this Node.js itself: no shell, no PATH, same on every system.
 * @param {string} name of the package
 * @param {string} command
 */
export function programOf(name, command) {
  const folder = inRoot('node_modules', name);
  let bin;
  try {
    bin = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin;
  } catch {
    bin = undefined;
  }
  const path = typeof bin === 'string' ? bin : bin?.[command];
  if (path === undefined) {
    throw new SetupError(
      'E_SETUP_INSTALL',
      'unavailable',
      folder,
      'the package is not installed. Run "npm ci".',
    );
  }
  return join(folder, path);
}
