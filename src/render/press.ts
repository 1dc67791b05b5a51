import type { Browser } from 'puppeteer-core';
import type { Effects } from '../effects.ts';
import { type Blanks, blanksOf } from './blanks.ts';
import { type BrowserProcess, killBrowser, reapBrowser, startBrowser } from './browser.ts';
import { browserDied, browserNotStarted, browserSilent } from './failures.ts';
import type { Paper } from './page.ts';
import { pipeTransport } from './pipe.ts';
import { type Blank, blankPage, openSheet, type Screen, type Sheet } from './sheet.ts';

export interface PressOptions {
  /** Path of a Chromium; `chromium-headless-shell` is by far the fastest. */
  readonly executable: string;
  readonly effects: Effects;
  /** How long the browser may take to answer for the first time, in milliseconds. */
  readonly startLimit?: number;
}

export interface PrintOptions {
  readonly paper?: Paper;
  /** Shown on a screen in place of paper. */
  readonly screen?: Screen;
  /** One limit for everything from loading to the last byte, in milliseconds. */
  readonly deadline?: number;
}

/** One shared browser, started at once and used by all prints until `close`. */
export interface Press {
  /** `HeadlessChrome/156.0…`. Throws AssayError unavailable E_BROWSER_START, temporary E_BROWSER_TIMEOUT. */
  version(): Promise<string>;
  /** A loaded page, ready to print or to be pictured. Throws as `print`. The caller closes it. */
  open(html: string, options?: PrintOptions): Promise<Sheet>;
  /**
   * One tagged, outlined PDF as the browser gives it. Throws AssayError data E_RENDER_REQUEST for a page that asks for
   * anything outside itself, temporary E_RENDER_TIMEOUT, E_BROWSER_TIMEOUT and E_BROWSER_DIED, unavailable
   * E_BROWSER_START.
   */
  print(html: string, options?: PrintOptions): Promise<Uint8Array>;
  /** Leaves no process and no folder behind, also of a browser that is still starting; safe to call twice. */
  close(): Promise<void>;
}

/** Returns at once; the browser starts meanwhile, and why it did not is told at first use. */
export function openPress({ executable, effects, startLimit = START_LIMIT }: PressOptions): Press {
  const closing = new AbortController();
  const unwanted = AbortSignal.any([closing.signal, effects.stop]);
  let running: Promise<Running> | undefined;
  let reaped: Promise<void> | undefined;
  const browser = (): Promise<Running> => {
    if (unwanted.aborted) return Promise.reject(unwanted.reason);
    running ??= start(executable, startLimit, unwanted).then((started) => {
      // A browser that died is not asked again: the next print starts another.
      started.browser.once('disconnected', () => {
        running = undefined;
        reaped = reapBrowser(started.process);
      });
      return started;
    });
    return running;
  };
  browser().catch(() => undefined);
  const stopped = whenAborted(effects.stop);

  const open = async (html: string, print: PrintOptions = {}): Promise<Sheet> => {
    const started = await browser();
    return openSheet({
      blanks: started.blanks,
      html,
      paper: print.paper ?? 'A4',
      ...(print.screen === undefined ? {} : { screen: print.screen }),
      deadline: print.deadline ?? DEADLINE,
      gone: Promise.race([started.gone, stopped]),
      kill: () => killBrowser(started.process),
    });
  };
  return {
    version: async () => (await browser()).version,
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
      closing.abort(new Error('the press is closed'));
      const started = await running?.catch(() => undefined);
      if (started !== undefined) await shutDown(started);
      await reaped;
    },
  };
}

const DEADLINE = 60_000;
const START_LIMIT = 30_000;
/** How long a browser that was asked to close may take before it is killed. */
const PATIENCE = 2_000;

interface Running {
  readonly browser: Browser;
  readonly version: string;
  readonly process: BrowserProcess;
  /** Rejects when the browser dies; never resolves. */
  readonly gone: Promise<never>;
  readonly blanks: Blanks;
}

/**
 * Two pages, as a machine's least number of cores: the one that the browser opens with and another. They are made
 * ready while there is nothing to print yet.
 */
function blanksOfBrowser(browser: Browser): Blanks {
  const opened = browser.pages();
  const another = (): Promise<Blank> => browser.newPage().then(blankPage);
  return blanksOf({
    early: [
      opened.then(([page]) => (page === undefined ? another() : blankPage(page))),
      opened.then(another),
    ],
    another,
  });
}

/** Nobody waits for a browser that is unwanted before it has answered: it is killed on the way. */
async function start(executable: string, limit: number, unwanted: AbortSignal): Promise<Running> {
  // The browser starts while its protocol's code is still being read.
  const [browserProcess, { default: puppeteer }] = await Promise.all([
    startBrowser(executable),
    import('puppeteer-core'),
  ]);
  const gone = browserProcess.ended.then((said) => Promise.reject(browserDied(new Error(said))));
  gone.catch(() => undefined);
  let late = false;
  const kill = (): void => killBrowser(browserProcess);
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, limit);
  unwanted.addEventListener('abort', kill, { once: true });
  try {
    unwanted.throwIfAborted();
    const transport = pipeTransport(browserProcess);
    const answered = puppeteer.connect({ transport, defaultViewport: null }).then(async (browser) => {
      return { browser, version: await browser.version() };
    });
    answered.catch(() => undefined);
    const ready = await Promise.race([answered, gone]);
    return { ...ready, process: browserProcess, gone, blanks: blanksOfBrowser(ready.browser) };
  } catch {
    await reapBrowser(browserProcess);
    unwanted.throwIfAborted();
    throw late ? browserSilent(executable, limit) : browserNotStarted(executable, await browserProcess.ended);
  } finally {
    clearTimeout(timer);
    unwanted.removeEventListener('abort', kill);
  }
}

/** Ask, wait, kill, reap. */
async function shutDown(started: Running): Promise<void> {
  const timer = setTimeout(() => killBrowser(started.process), PATIENCE);
  await Promise.race([started.browser.close().catch(() => undefined), started.process.ended]);
  await Promise.race([started.process.ended, new Promise((resolve) => setTimeout(resolve, 300).unref())]);
  clearTimeout(timer);
  await reapBrowser(started.process);
}

function whenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  return aborted;
}
