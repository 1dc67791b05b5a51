import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What else than `src/` decides how the program is compiled. */
const BESIDE = ['package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * One hash over the program's sources and what they are compiled with: equal hashes, equal `dist/`.
 * @param {string} root
 */
export function sourcesHash(root) {
  const hash = createHash('sha256');
  const files = [...filesBelow(root, 'src').filter((path) => /\.(?:ts|mts|mjs)$/.test(path)), ...BESIDE];
  for (const path of files) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.byteLength}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * Paths with `/`, in order of their code units.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
}
