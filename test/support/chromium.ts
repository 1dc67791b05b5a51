import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { browserPath } from '../../src/program.ts';

let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

/** Widths of a telephone and of a desk. */
export const WIDTHS = [390, 1440] as const;
export const SCHEMES = ['light', 'dark'] as const;

export interface WatchedPage {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and what the policy stopped. */
  readonly complaints: string[];
}

/** A page of a real Chromium, one browser a test file, closed when the test ends. */
export async function openPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  browser ??= chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] });
  const context = await (await browser).newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  // A press or a look is given up with its test, not before.
  context.setDefaultTimeout(0);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // What a page answers is the test's own business.
    const isAnswer = /server responded with a status of \d/.test(message.text());
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

let axe: Promise<string> | undefined;
function axeSource(): Promise<string> {
  axe ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return axe;
}

/** What axe finds wrong with the page as it is: rule, and the first element. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Through the browser's own door: the page's policy lets no script in.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(await axeSource());
  const found: unknown = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html.slice(0, 160)))',
  );
  return Array.isArray(found) ? found.map(String) : [`axe said ${String(found)}`];
}

/** Whether something is wider than the screen: pages scroll down, never sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  const wide: unknown = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  return wide === true;
}
