import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isAlive } from '../alive.ts';
import { noProfile } from './failures.ts';

/** A browser process that listens on a pipe: when we end, however we end, the pipe breaks and it ends too. */
export interface BrowserProcess {
  readonly child: ChildProcess;
  readonly profile: string;
  readonly toBrowser: Writable;
  readonly fromBrowser: Readable;
  /** Resolves when the process is gone (or never came), with what it said on the way. */
  readonly ended: Promise<string>;
}

/** Starts the executable. Problems of starting arrive through `ended`; without room for a profile it throws. */
export async function startBrowser(executable: string): Promise<BrowserProcess> {
  const profile = await makeProfile();
  const child = spawn(executable, browserArguments(profile, process.getuid?.() === 0), {
    // A group of its own, so that a kill reaches the browser's own children.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(said));
  });
  // The door to Node's stdio, whose extra streams have no types: 3 is written, 4 is read.
  const [, , , toBrowser, fromBrowser] = child.stdio as unknown as readonly [
    null,
    null,
    Readable,
    Writable,
    Readable,
  ];
  toBrowser.on('error', () => undefined);
  fromBrowser.on('error', () => undefined);
  return { child, profile, toBrowser, fromBrowser, ended };
}

/** Kills the browser and everything it started, waits until it is gone and removes its profile. */
export async function reapBrowser(browser: BrowserProcess): Promise<void> {
  killBrowser(browser);
  await browser.ended;
  await removeProfile(browser.profile);
}

export function killBrowser({ child }: BrowserProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/**
 * Printing needs no GPU, no extensions, no network of its own; letters keep their designed widths only without
 * hinting.
 */
function browserArguments(profile: string, asRoot: boolean): string[] {
  return [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    // Chromium refuses to run as root with its sandbox; anywhere else the sandbox stays.
    ...(asRoot ? ['--no-sandbox'] : []),
    '--export-tagged-pdf',
    '--generate-pdf-document-outline',
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-crash-reporter',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-proxy-server',
    '--hide-scrollbars',
    '--mute-audio',
    '--lang=en-US',
    // A second lock behind the request check: no name resolves.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    'about:blank',
  ];
}

const PREFIX = 'assay-press-';

/** A folder named after this process, so that a later one can tell whether we still live. */
async function makeProfile(): Promise<string> {
  const made = mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`)).catch((error: unknown) => {
    throw noProfile(tmpdir(), error);
  });
  const [profile] = await Promise.all([made, sweepProfiles()]);
  return profile;
}

/** Removes the profiles of processes that died without closing their browser. */
async function sweepProfiles(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const dead = names.filter((name) => {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    return owner !== undefined && Number(owner) !== process.pid && !isAlive(Number(owner));
  });
  await Promise.all(dead.map((name) => removeProfile(join(tmpdir(), name))));
}

/** What cannot be removed belongs to another user: not ours to report. */
async function removeProfile(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }).catch(() => undefined);
}
