import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What Chromium is started with. Printing needs no GPU, no extensions, no network of its own; letters keep their
 * designed widths only without hinting.
 */
export function browserArguments(asRoot: boolean): string[] {
  return [
    // Chromium refuses to run as root with its sandbox; anywhere else the sandbox stays.
    ...(asRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
    '--mute-audio',
    '--no-proxy-server',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
    '--no-first-run',
    '--lang=en-US',
    // A second lock behind the request check: no name resolves.
    '--host-resolver-rules=MAP * ~NOTFOUND',
  ];
}

const PREFIX = 'assay-press-';

/** A profile folder of our own, named after this process so that a later one can tell whether we still live. */
export async function makeProfile(): Promise<string> {
  await sweepProfiles();
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Removes the profiles of processes that died without closing their browser. */
async function sweepProfiles(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const dead = names.filter((name) => {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    return owner !== undefined && Number(owner) !== process.pid && !alive(Number(owner));
  });
  await Promise.all(dead.map((name) => removeProfile(join(tmpdir(), name))));
}

/** The folder of another user's dead process cannot be removed: it is not ours to report. */
export async function removeProfile(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }).catch(() => undefined);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Kills the browser and everything it started (it leads its own process group). */
export function killBrowser(browser: ChildProcess): void {
  if (browser.pid === undefined || browser.exitCode !== null) return;
  try {
    process.kill(-browser.pid, 'SIGKILL');
  } catch {
    browser.kill('SIGKILL');
  }
}

/** Resolves when the process is gone and its exit code read. */
export function exited(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => browser.once('exit', () => resolve()));
}
