import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { SetupError } from './failure.mjs';

/** Variables that name a browser outright, strongest first. A wrong value is an error, never passed over. */
export const BROWSER_VARIABLES = ['ASSAY_CHROME', 'PUPPETEER_EXECUTABLE_PATH'];

/** Names on PATH: the small shell first, since it prints in a third of the time and memory of the whole browser. */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell', 'headless_shell'];
const CHROME_NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];

/**
 * The browser to print with: what a variable names, then headless shells and browsers in their usual places and on
 * PATH, then puppeteer's cache. Looks at files only and starts nothing. Undefined when there is none.
 * @param {import('./browser.d.mts').Surroundings} [surroundings]
 * @returns {import('./browser.d.mts').Browser | undefined}
 */
export function lookForBrowser(surroundings = {}) {
  const env = surroundings.env ?? process.env;
  const platform = surroundings.platform ?? process.platform;
  const home = surroundings.home ?? homedir();
  const root = surroundings.root ?? '';
  for (const name of BROWSER_VARIABLES) {
    const value = env[name];
    if (value !== undefined && value !== '') return { path: named(name, value), from: name };
  }
  const { shells, chromes } = usualPlaces(platform, env, home);
  const candidates = [
    ...shells.map((path) => ({ path: root + path, from: 'usual place' })),
    ...onPath(SHELL_NAMES, env, platform),
    ...chromes.map((path) => ({ path: root + path, from: 'usual place' })),
    ...onPath(CHROME_NAMES, env, platform),
    ...inCache(env, home),
  ];
  return candidates.find(({ path }) => whyNot(path) === undefined && !isSnapStub(path));
}

/**
 * `lookForBrowser`, or E_BROWSER_NONE with the three remedies.
 * @param {import('./browser.d.mts').Surroundings} [surroundings]
 * @returns {import('./browser.d.mts').Browser}
 */
export function findBrowser(surroundings) {
  const found = lookForBrowser(surroundings);
  if (found !== undefined) return found;
  throw new SetupError(
    'E_BROWSER_NONE',
    'unavailable',
    '',
    `no Chrome or Chromium was found. ${BROWSER_REMEDIES}`,
  );
}

/**
 * @param {string} variable
 * @param {string} path
 */
function named(variable, path) {
  const reason = whyNot(path);
  if (reason === undefined) return path;
  throw new SetupError(
    'E_BROWSER_PATH',
    'config',
    variable,
    `${JSON.stringify(path)} ${reason}. Expected the path of Chrome, Chromium or chrome-headless-shell. Correct ${variable}, or unset it and one is looked for.`,
  );
}

/**
 * Why a file cannot be a browser; undefined when it can.
 * @param {string} path
 */
function whyNot(path) {
  try {
    if (!statSync(path).isFile()) return 'is not a file';
  } catch {
    return 'does not exist';
  }
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch {
    return 'is not executable';
  }
}

/**
 * Ubuntu's /usr/bin/chromium-browser only says "install the snap".
 * @param {string} path
 */
function isSnapStub(path) {
  try {
    return statSync(path).size < 16_384 && /snap install chromium/.test(readFileSync(path, 'latin1'));
  } catch {
    return false;
  }
}

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
function usualPlaces(platform, env, home) {
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Google Chrome for Testing'];
    return {
      shells: [],
      chromes: ['', home].flatMap((base) =>
        apps.map((app) => `${base}/Applications/${app}.app/Contents/MacOS/${app}`),
      ),
    };
  }
  if (platform === 'win32') {
    const bases = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(
      (base) => base !== undefined,
    );
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];
    return { shells: [], chromes: bases.flatMap((base) => programs.map((program) => `${base}\\${program}`)) };
  }
  return {
    shells: [
      '/usr/lib/chromium/chromium-headless-shell',
      '/usr/bin/chromium-headless-shell',
      '/opt/chrome-headless-shell/chrome-headless-shell',
    ],
    chromes: [
      '/usr/bin/google-chrome-stable',
      '/usr/bin/google-chrome',
      '/opt/google/chrome/chrome',
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
    ],
  };
}

/**
 * @param {readonly string[]} names
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
function onPath(names, env, platform) {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  const ending = platform === 'win32' ? '.exe' : '';
  return names.flatMap((name) =>
    folders.map((folder) => ({ path: join(folder, name + ending), from: 'PATH' })),
  );
}

/**
 * Puppeteer keeps `<browser>/<platform>-<version>/<archive folder>/<executable>`; newest version first.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
function inCache(env, home) {
  const cache = env.PUPPETEER_CACHE_DIR || join(home, '.cache', 'puppeteer');
  return ['chrome-headless-shell', 'chrome'].flatMap((kind) =>
    foldersIn(join(cache, kind))
      .sort(byVersion)
      .flatMap((build) => foldersIn(join(cache, kind, build)).map((inner) => join(cache, kind, build, inner)))
      .flatMap((folder) => [
        join(folder, kind),
        join(folder, `${kind}.exe`),
        join(folder, 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'),
      ])
      .map((path) => ({ path, from: "puppeteer's cache" })),
  );
}

/** @param {string} folder */
function foldersIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

/**
 * `linux-131.0.6778.204` by its numbers, newest first.
 * @param {string} a
 * @param {string} b
 */
function byVersion(a, b) {
  return b
    .slice(b.lastIndexOf('-') + 1)
    .localeCompare(a.slice(a.lastIndexOf('-') + 1), 'en', { numeric: true });
}

/** What to do where there is no browser and none could be installed. */
export const BROWSER_REMEDIES = [
  'Three ways: set ASSAY_CHROME to a Chrome or Chromium you have;',
  'run "npx puppeteer browsers install chrome-headless-shell" where the network allows it;',
  'or install one from your system ("apt install chromium-headless-shell" on Debian, "brew install --cask google-chrome" on macOS).',
].join(' ');
