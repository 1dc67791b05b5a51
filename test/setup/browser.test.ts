import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Browser, findBrowser, lookForBrowser } from '../../src/setup/browser.mjs';
import { SetupError } from '../../src/setup/failure.mjs';

/** A machine of its own: a root for the usual places, a home, folders on PATH, with executables put where told. */
async function machine() {
  const folder = await mkdtemp(join(tmpdir(), 'assay-browser-test-'));
  const bin = [join(folder, 'bin-a'), join(folder, 'bin-b')];
  const home = join(folder, 'home');
  return {
    bin,
    home,
    root: join(folder, 'root'),
    folder,
    put: async (path: string, text = '#!/bin/sh\necho "Chromium 1"\n', mode = 0o755): Promise<string> => {
      const whole = path.startsWith(folder) ? path : join(folder, path);
      await mkdir(dirname(whole), { recursive: true });
      await writeFile(whole, text);
      await chmod(whole, mode);
      return whole;
    },
    look: (env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux'): Browser | undefined =>
      lookForBrowser({
        env: { PATH: bin.join(delimiter), ...env },
        platform,
        home,
        root: join(folder, 'root'),
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function failureOf(look: () => unknown): SetupError {
  try {
    look();
  } catch (error) {
    if (error instanceof SetupError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('each place is asked only when those before it have none', async () => {
  await using one = await machine();
  const cached = '.cache/puppeteer/chrome-headless-shell';
  // From the last resort to the first: whatever is added must win over all that is there.
  const steps: Array<[path: string, from: string]> = [
    ['home/.cache/puppeteer/chrome/linux-140.0.1/chrome-linux64/chrome', "puppeteer's cache"],
    [`home/${cached}/linux-99.0.1/chrome-headless-shell-linux64/chrome-headless-shell`, "puppeteer's cache"],
    [`home/${cached}/linux-140.0.9/chrome-headless-shell-linux64/chrome-headless-shell`, "puppeteer's cache"],
    [
      `home/${cached}/linux-140.0.10/chrome-headless-shell-linux64/chrome-headless-shell`,
      "puppeteer's cache",
    ],
    ['bin-b/chromium-browser', 'PATH'],
    ['bin-b/google-chrome', 'PATH'],
    ['bin-a/google-chrome', 'PATH'],
    ['root/usr/bin/chromium', 'usual place'],
    ['root/opt/google/chrome/chrome', 'usual place'],
    ['bin-b/chrome-headless-shell', 'PATH'],
    ['bin-b/chromium-headless-shell', 'PATH'],
    ['root/usr/bin/chromium-headless-shell', 'usual place'],
    ['root/usr/lib/chromium/chromium-headless-shell', 'usual place'],
  ];
  expect(one.look()).toBeUndefined();
  for (const [path, from] of steps) {
    const whole = await one.put(path);
    expect(one.look(), path).toEqual({ path: whole, from });
  }
  const mine = await one.put('mine/chrome');
  expect(one.look({ PUPPETEER_EXECUTABLE_PATH: mine })).toEqual({
    path: mine,
    from: 'PUPPETEER_EXECUTABLE_PATH',
  });
  const other = await one.put('other/chrome');
  expect(one.look({ PUPPETEER_EXECUTABLE_PATH: mine, ASSAY_CHROME: other })).toEqual({
    path: other,
    from: 'ASSAY_CHROME',
  });
  expect(one.look({ ASSAY_CHROME: '' })?.from).toBe('usual place');
});

test.each(['ASSAY_CHROME', 'PUPPETEER_EXECUTABLE_PATH'])(
  'a wrong %s is an error, whatever else there is',
  async (name) => {
    await using one = await machine();
    await one.put('root/usr/bin/chromium');
    const plain = await one.put('plain.txt', 'text', 0o644);
    for (const [value, reason] of [
      ['/nowhere/chrome', 'does not exist'],
      [one.home.replace(/home$/, 'root'), 'is not a file'],
      [plain, 'is not executable'],
    ] as const) {
      const failure = failureOf(() => one.look({ [name]: value }));
      expect(failure.exit).toBe(78);
      expect(failure.message).toBe(
        `E_BROWSER_PATH ${name}: ${JSON.stringify(value)} ${reason}. Expected the path of Chrome, Chromium or chrome-headless-shell. Correct ${name}, or unset it and one is looked for.`,
      );
    }
  },
);

test('a good ASSAY_CHROME hides a wrong PUPPETEER_EXECUTABLE_PATH', async () => {
  await using one = await machine();
  const mine = await one.put('mine/chrome');
  expect(one.look({ ASSAY_CHROME: mine, PUPPETEER_EXECUTABLE_PATH: '/nowhere' })?.path).toBe(mine);
});

test('files that cannot be run, folders of that name and snap stubs are passed over', async () => {
  await using one = await machine();
  await one.put('root/usr/bin/chromium-headless-shell', 'text', 0o644);
  await mkdir(join(one.root, 'usr/bin/google-chrome'), { recursive: true });
  await one.put(
    'root/usr/bin/chromium-browser',
    '#!/bin/sh\necho "please run: snap install chromium" >&2; exit 1\n',
  );
  expect(one.look()).toBeUndefined();
  const real = await one.put('bin-a/chromium');
  expect(one.look()).toEqual({ path: real, from: 'PATH' });
});

test("puppeteer's cache may lie elsewhere", async () => {
  await using one = await machine();
  const path = await one.put(
    'cache/chrome-headless-shell/linux-1.2.3/chrome-headless-shell-linux64/chrome-headless-shell',
  );
  expect(one.look({ PUPPETEER_CACHE_DIR: join(one.folder, 'cache') })?.path).toBe(path);
  expect(one.look()).toBeUndefined();
});

test('on macOS the applications of the system and of the user are the usual places', async () => {
  await using one = await machine();
  const own = await one.put('home/Applications/Chromium.app/Contents/MacOS/Chromium');
  const look = () =>
    lookForBrowser({ env: { PATH: '' }, platform: 'darwin', home: one.home, root: '' })?.path;
  expect(look()).toBe(own);
});

test('without any browser the message has three remedies', async () => {
  await using one = await machine();
  const failure = failureOf(() =>
    findBrowser({ env: { PATH: '' }, platform: 'linux', home: one.home, root: one.root }),
  );
  expect(failure.exit).toBe(69);
  expect(failure.message).toMatch(
    /^E_BROWSER_NONE no Chrome or Chromium was found\. Three ways: set ASSAY_CHROME .*; run "npx puppeteer browsers install chrome-headless-shell".*; or install one from your system/,
  );
});
