import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
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

/** Folders of built-in YAML files; the desk's own files beside them are as welcome. */
const YAML_FOLDERS = ['data', 'data/metals', 'data/calendars', 'data/mappings'];

/**
 * The YAML files whose values are put into `dist/` as well. One that cannot be read is left out: what opens the desk
 * says so.
 * @param {string} root
 * @returns {Buffer[]}
 */
export function yamlFiles(root) {
  return YAML_FOLDERS.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
        .map((entry) => entry.name)
        .sort()
        .flatMap((name) => readable(join(root, folder, name)));
    } catch {
      return [];
    }
  });
}

/** What is larger the program refuses unread. */
const MAX_BYTES = 1024 * 1024;

/** @param {string} file */
function readable(file) {
  try {
    return statSync(file).size > MAX_BYTES ? [] : [readFileSync(file)];
  } catch {
    return [];
  }
}

/**
 * One hash over what was read.
 * @param {readonly Uint8Array[]} all
 */
export function hashOfAll(all) {
  const hash = createHash('sha256');
  for (const bytes of all) hash.update(`${bytes.byteLength}\0`).update(bytes);
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
