import type { Browser } from 'puppeteer-core';
import type { Effects } from '../effects.ts';
import { browserArguments, exited, killBrowser, makeProfile, removeProfile } from './browser.ts';
import { browserDied, browserNotStarted } from './failures.ts';
import type { Paper } from './page.ts';
import { openSheet, type Sheet } from './sheet.ts';

export interface PressOptions {
  /** Path of a Chromium; `chromium-headless-shell` is by far the fastest. */
  readonly executable: string;
  readonly effects: Effects;
}

export interface PrintOptions {
  readonly paper?: Paper;
  /** One limit for everything from loading to the last byte, in milliseconds. */
  readonly deadline?: number;
}

/** One shared browser, started at once and used by all prints until `close`. */
export interface Press {
  /** `HeadlessChrome/156.0…`. Throws AssayError unavailable E_BROWSER_START. */
  version(): Promise<string>;
  /** A loaded page, ready to print. Throws as `print`. The caller closes it. */
  open(html: string, options?: PrintOptions): Promise<Sheet>;
  /**
   * One tagged, outlined PDF as the browser gives it. Throws AssayError data E_RENDER_REQUEST for a page that asks for
   * anything outside itself, temporary E_RENDER_TIMEOUT and E_BROWSER_DIED, unavailable E_BROWSER_START.
   */
  print(html: string, options?: PrintOptions): Promise<Uint8Array>;
  /** Leaves no process and no folder behind; safe to call twice. */
  close(): Promise<void>;
}

/** Returns at once; the browser starts meanwhile, and why it did not is told at first use. */
export function openPress(options: PressOptions): Press {
  let closed = false;
  let running: Promise<Running> | undefined;
  const browser = (): Promise<Running> => {
    if (closed) throw new Error('the press is closed');
    running ??= start(options.executable).then((started) => {
      // A browser that died is not asked again: the next print starts another.
      started.browser.once('disconnected', () => {
        running = undefined;
        void reap(started);
      });
      return started;
    });
    return running;
  };
  browser().catch(() => undefined);
  const { stop } = options.effects;
  const stopped = new Promise<never>((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  });
  stopped.catch(() => undefined);

  const open = async (html: string, print: PrintOptions = {}): Promise<Sheet> => {
    const started = await browser();
    return openSheet({
      newPage: () => started.browser.newPage(),
      html,
      paper: print.paper ?? 'A4',
      deadline: print.deadline ?? DEADLINE,
      gone: Promise.race([started.gone, stopped]),
      kill: () => killBrowser(started.process),
    });
  };
  return {
    version: async () => (await browser()).browser.version(),
    open,
    print: async (html, print) => {
      const sheet = await open(html, print);
      try {
        return await sheet.print();
      } finally {
        await sheet.close();
      }
    },
    close: async () => {
      closed = true;
      const started = await running?.catch(() => undefined);
      if (started !== undefined) await shutDown(started);
    },
  };
}

const DEADLINE = 60_000;
/** How long a browser that was asked to close may take before it is killed. */
const PATIENCE = 2_000;
const START_LIMIT = 30_000;

interface Running {
  readonly browser: Browser;
  readonly process: NonNullable<ReturnType<Browser['process']>>;
  readonly profile: string;
  /** Rejects when the browser dies; never resolves. */
  readonly gone: Promise<never>;
}

async function start(executable: string): Promise<Running> {
  const [{ default: puppeteer }, profile] = await Promise.all([import('puppeteer-core'), makeProfile()]);
  try {
    const browser = await puppeteer.launch({
      executablePath: executable,
      headless: 'shell',
      // With a pipe the browser ends when we do, however we end.
      pipe: true,
      userDataDir: profile,
      args: browserArguments(process.getuid?.() === 0),
      defaultViewport: null,
      timeout: START_LIMIT,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const child = browser.process();
    if (child === null) throw new Error('the browser has no process');
    const gone = new Promise<never>((_, reject) => {
      browser.once('disconnected', () => reject(browserDied()));
    });
    gone.catch(() => undefined);
    return { browser, process: child, profile, gone };
  } catch (error) {
    await removeProfile(profile);
    throw browserNotStarted(executable, error);
  }
}

/** Ask, wait, kill, reap. */
async function shutDown(started: Running): Promise<void> {
  const timer = setTimeout(() => killBrowser(started.process), PATIENCE);
  await started.browser.close().catch(() => killBrowser(started.process));
  await exited(started.process);
  clearTimeout(timer);
  await removeProfile(started.profile);
}

async function reap(started: Running): Promise<void> {
  killBrowser(started.process);
  await exited(started.process);
  await removeProfile(started.profile);
}
