import type { CDPSession, Page } from 'puppeteer-core';
import { AssayError } from '../errors.ts';
import type { Blanks } from './blanks.ts';
import { browserDied, isDeath, outsideRequest, renderTimeout } from './failures.ts';
import type { Paper } from './page.ts';

/** A screen to show the document on instead of laying it out for paper. */
export interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels for one of CSS. */
  readonly scale: number;
  readonly dark?: boolean;
}

/** CSS pixels from the top left of the document. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A page loaded with one document, script off, on its way to paper or shown on a screen. */
export interface Sheet {
  /** A tagged, outlined PDF as the browser gives it. */
  print(): Promise<Uint8Array>;
  /** A PNG of what the screen shows there. */
  picture(clip: Clip): Promise<Uint8Array>;
  /** Runs an expression in the page, from outside; the page's own script stays off. */
  ask(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** A page with nothing on it, script off; whatever has an address is refused on it. */
export interface Blank {
  readonly page: Page;
  readonly session: CDPSession;
  /** Addresses that its document asked for. */
  readonly refused: string[];
  /** The same page without its document. */
  cleared(): Promise<Blank>;
  close(): Promise<void>;
}

export interface SheetOptions {
  readonly blanks: Blanks;
  readonly html: string;
  readonly paper: Paper;
  readonly screen?: Screen;
  /** Milliseconds for all steps together. */
  readonly deadline: number;
  /** Rejects when the browser dies, or when a stop was asked for. */
  readonly gone: Promise<never>;
  kill(): void;
}

/** CSS pixels between the margins of print.css (16 mm on each side), and a page's height. */
const VIEWPORT = { A4: { width: 673, height: 994 }, Letter: { width: 695, height: 928 } } as const;

/**
 * Loads the document with script off and fonts ready. Whatever it asks for besides itself is refused, and the step
 * after throws AssayError data E_RENDER_REQUEST with the address.
 */
export async function openSheet(options: SheetOptions): Promise<Sheet> {
  // Those that are waited for have deadlines of their own.
  const place = await Promise.race([options.blanks.take(), options.gone]);
  let refused: readonly string[] = [];
  let sound = true;
  let expire: (error: AssayError) => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    expire = reject;
  });
  late.catch(() => undefined);
  const timer = setTimeout(() => {
    expire(renderTimeout(options.deadline));
    options.kill();
  }, options.deadline);
  // One deadline and one death for every step; puppeteer's own timeouts are off.
  const step = async <T>(work: Promise<T>): Promise<T> => {
    work.catch(() => undefined);
    try {
      const done = await Promise.race([late, options.gone, work]);
      if (refused.length > 0) throw outsideRequest(refused);
      return done;
    } catch (error) {
      sound = false;
      if (error instanceof AssayError || !isDeath(error)) throw error;
      throw browserDied(error);
    }
  };
  let closed = false;
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    if (closed) return;
    closed = true;
    await place.leave(sound);
  };
  try {
    const blank = await step(place.blank());
    const { page } = blank;
    refused = blank.refused;
    await step(load(blank, options));
    return {
      print: () => step(page.pdf(PDF)),
      picture: (clip) => step(pictureOf(page, clip)),
      ask: (expression) => step(page.evaluate(expression)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const PDF = {
  preferCSSPageSize: true,
  printBackground: true,
  tagged: true,
  outline: true,
  // Fonts are awaited once, on loading; the deadline is ours.
  waitForFonts: false,
  timeout: 0,
};

/** Says everything anew: the page may have been laid out otherwise for the document before. */
function layOut({ page, session }: Blank, { paper, screen }: SheetOptions): Promise<void>[] {
  if (screen === undefined)
    return [
      session.send('Emulation.setEmulatedMedia', { media: 'print', features: [] }),
      page.setViewport(VIEWPORT[paper]),
    ];
  const { width, height, scale, dark = false } = screen;
  const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
  return [
    session.send('Emulation.setEmulatedMedia', { media: '', features }),
    page.setViewport({ width, height, deviceScaleFactor: scale }),
  ];
}

async function pictureOf(page: Page, clip: Clip): Promise<Uint8Array> {
  return await page.screenshot({ type: 'png', clip, captureBeyondViewport: true, optimizeForSpeed: true });
}

/** Makes a new page of the browser blank. */
export async function blankPage(page: Page): Promise<Blank> {
  const refused: string[] = [];
  page.setDefaultTimeout(0);
  const session = await page.createCDPSession();
  session.on('Fetch.requestPaused', (event) => {
    refused.push(event.request.url);
    void session
      .send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'BlockedByClient' })
      .catch(() => undefined);
  });
  // Some things are refused before they become a request: a page without an address may not read local files.
  session.on('Log.entryAdded', ({ entry }) => {
    const address = /^Not allowed to load local resource: (.*)$/.exec(entry.text)?.[1];
    if (address !== undefined) refused.push(address);
  });
  await Promise.all([
    session.send('Log.enable'),
    page.setJavaScriptEnabled(false),
    // The document's own policy would refuse a request before we could see and report it.
    page.setBypassCSP(true),
    // Everything with an address; data: URLs have none.
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*://*' }] }),
  ]);
  const blank: Blank = {
    page,
    session,
    refused,
    cleared: async () => {
      await page.goto('about:blank', { timeout: 0 });
      refused.length = 0;
      return blank;
    },
    close: () => page.close().catch(() => undefined),
  };
  return blank;
}

async function load(blank: Blank, options: SheetOptions): Promise<void> {
  const { page, refused } = blank;
  await Promise.all(layOut(blank, options));
  await page.setContent(options.html, { waitUntil: 'load', timeout: 0 });
  await page.evaluate('document.fonts.ready.then(() => true)');
  // The browser goes there some moments after loading: the print must not depend on who is first.
  const leaving = await page.$$eval('meta[http-equiv="refresh" i]', (metas) =>
    metas.map((meta) => meta.getAttribute('content') ?? ''),
  );
  refused.push(...leaving.map((content) => /url\s*=\s*['"]?(.*?)['"]?\s*$/i.exec(content)?.[1] ?? content));
}
