import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { BROWSER_REMEDIES, BROWSER_VARIABLES, lookForBrowser } from './browser.mjs';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { programOf } from './program-of.mjs';
import { runSilently } from './run.mjs';

const DOWNLOAD_MS = 5 * 60_000;
const APT_MS = 15 * 60_000;

/**
 * A browser that starts: the one found, else puppeteer's headless shell, else Debian's. Each attempt is told; when
 * all fail the message says why and what to do.
 * @returns {Promise<{ path: string, from: string }>}
 */
export async function ensureBrowser() {
  const found = lookForBrowser();
  const problem = found === undefined ? undefined : whyNotStarting(found.path);
  if (found !== undefined && problem === undefined) return found;
  // A browser of the system's or the user's own is theirs to mend; one in the cache is ours to replace.
  if (found !== undefined && !found.from.endsWith('cache')) throw broken(found, problem);

  const tried = found === undefined ? [] : [`${found.path} does not start (${problem})`];
  for (const attempt of [fromPuppeteer, fromApt]) {
    const failure = await attempt();
    if (failure !== undefined) {
      tried.push(failure);
      continue;
    }
    const now = lookForBrowser();
    const wrong = now === undefined ? 'nothing was installed' : whyNotStarting(now.path);
    if (now !== undefined && wrong === undefined) return now;
    tried.push(now === undefined ? String(wrong) : `${now.path} does not start (${wrong})`);
  }
  throw new SetupError(
    'E_BROWSER_NONE',
    'unavailable',
    '',
    `no browser was found and none could be installed: ${tried.join('; ')}. ${BROWSER_REMEDIES} Then run again.`,
  );
}

/**
 * @param {{ path: string, from: string }} browser
 * @param {string | undefined} problem
 */
function broken({ path, from }, problem) {
  const next = 'Reinstall it, or set ASSAY_CHROME to another Chrome or Chromium.';
  return BROWSER_VARIABLES.includes(from)
    ? new SetupError(
        'E_BROWSER_PATH',
        'config',
        from,
        `${JSON.stringify(path)} does not start (${problem}). ${next}`,
      )
    : new SetupError(
        'E_BROWSER_BROKEN',
        'unavailable',
        path,
        `the browser does not start (${problem}). ${next}`,
      );
}

/** @returns {Promise<string | undefined>} why it failed */
async function fromPuppeteer() {
  process.stderr.write('No browser found: fetching chrome-headless-shell (puppeteer browsers install)…\n');
  const args = [programOf('puppeteer', 'puppeteer'), 'browsers', 'install', 'chrome-headless-shell'];
  const { code, output } = await runSilently(process.execPath, args, { timeoutMs: DOWNLOAD_MS });
  return code === 0
    ? undefined
    : `"puppeteer browsers install" failed (${reasonIn(output, /Provider: |Error: /, code)})`;
}

/** @returns {Promise<string | undefined>} why it failed */
async function fromApt() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return 'this system has no apt';
  if (process.getuid?.() !== 0) return 'installing with apt needs root';
  process.stderr.write('Installing chromium-headless-shell (apt-get)…\n');
  const options = { timeoutMs: APT_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  // A failed update may still leave lists that are good enough.
  await runSilently('apt-get', [...wait, 'update'], options);
  const install = ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'];
  const { code, output } = await runSilently('apt-get', [...wait, ...install], options);
  return code === 0 ? undefined : `"apt-get install" failed (${reasonIn(output, /^E: /, code)})`;
}

/**
 * The last line of a program's output that says why it failed.
 * @param {string} output
 * @param {RegExp} mark
 * @param {number} code
 */
function reasonIn(output, mark, code) {
  const line = output.split('\n').findLast((one) => mark.test(one));
  return line === undefined
    ? `exit code ${code}`
    : line
        .replace(/^[\s-]*(?:E: |Error: )?/, '')
        .trim()
        .slice(0, 200);
}

/**
 * Asks the browser for its version, once for each executable: a stamp remembers those that answered.
 * @param {string} path
 * @returns {string | undefined} what went wrong
 */
function whyNotStarting(path) {
  // There, `--version` opens a window.
  if (process.platform === 'win32') return undefined;
  const stampFile = inRoot('node_modules', '.assay-browser');
  const { mtimeMs, size } = statSync(path);
  const stamp = `${path} ${size} ${mtimeMs}\n`;
  if (textOf(stampFile) === stamp) return undefined;
  const asked = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000, killSignal: 'SIGKILL' });
  if (asked.status !== 0) {
    const said = `${asked.stderr ?? ''}\n${asked.error?.message ?? ''}`
      .split('\n')
      .find((line) => line.trim() !== '');
    return said?.trim().slice(0, 200) ?? `it ended with ${asked.signal ?? `exit code ${asked.status}`}`;
  }
  try {
    writeFileSync(stampFile, stamp);
  } catch {
    // A read-only folder only costs the question next time.
  }
  return undefined;
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
