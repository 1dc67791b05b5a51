import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SetupError } from './failure.mjs';
import { ROOT } from './place.mjs';
import { run } from './run.mjs';

const OLDEST = [20, 19];

/** Throws E_SETUP_NODE when this Node.js is too old. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new SetupError(
    'E_SETUP_NODE',
    'config',
    process.execPath,
    `Node.js ${version} is too old. Expected ${OLDEST.join('.')} or newer. Install one from https://nodejs.org and run again.`,
  );
}

/**
 * Whether `node_modules` is what the lock file asks for: the stamp says so or, without one, npm's own record of
 * what it installed. An interrupted install has neither.
 * @param {string} root
 */
function packagesState(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
  const stampFile = join(root, 'node_modules', '.assay-lock');
  return { stamp, stampFile, installed: textOf(stampFile) === stamp, recorded: () => isRecorded(root, lock) };
}

/**
 * @param {string} root
 * @param {Buffer} lock
 */
function isRecorded(root, lock) {
  const record = textOf(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const wanted = Object.entries(JSON.parse(lock.toString('utf8')).packages ?? {});
  const found = JSON.parse(record).packages ?? {};
  return wanted.every(([path, entry]) => {
    const there = found[path];
    if (path === '') return true;
    // Optional packages are left out where they are for another system.
    if (there === undefined) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Installs the locked packages unless they are there. Gives whether it did.
 * @returns {Promise<boolean>}
 */
export async function ensureInstalled(root = ROOT) {
  requireNode();
  const state = packagesState(root);
  if (state.installed) return false;
  if (state.recorded()) {
    keepStamp(state);
    return false;
  }
  process.stderr.write('Installing packages (npm ci)…\n');
  const code = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], root);
  if (code !== 0) {
    throw new SetupError(
      'E_SETUP_INSTALL',
      'unavailable',
      'npm ci',
      `ended with exit code ${code}; its own words stand above. Check the network and the registry ("npm config get registry", "npm ping") and run again; without a network, copy node_modules from a machine of the same system that has it.`,
    );
  }
  keepStamp(packagesState(root));
  return true;
}

/** @param {{ stamp: string, stampFile: string }} state */
function keepStamp({ stamp, stampFile }) {
  try {
    writeFileSync(stampFile, stamp);
  } catch {
    // A read-only folder only costs the look at npm's record next time.
  }
}

/**
 * The npm that started us where one did, else the one on PATH.
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function npm(args, cwd) {
  const own = process.env.npm_execpath;
  try {
    if (own !== undefined && /^npm-cli\.c?js$/.test(basename(own))) {
      return await run(process.execPath, [own, ...args], { cwd, stdout: 'stderr' });
    }
    const windows = process.platform === 'win32';
    return await run(windows ? 'npm.cmd' : 'npm', args, { cwd, stdout: 'stderr', shell: windows });
  } catch (cause) {
    throw new SetupError(
      'E_SETUP_INSTALL',
      'unavailable',
      'npm ci',
      'there is no npm on PATH. It comes with Node.js (on Debian also as the package "npm"); install it and run again.',
      { cause },
    );
  }
}
