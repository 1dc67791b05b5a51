import type { Browser } from './browser.ts';
import { WEEK } from './desk.ts';
import type { Town } from './errands.ts';

/**
 * Asks for a draft and stays until it has ended; gives how, `built` or `cancelled`, or what was wrong. Of five in a row
 * one is cancelled at work, at one the browser that looks goes away, and behind one somebody else waits and gives up.
 */
export async function buildOnce(at: number, town: Town, onAsked: (page: string) => void): Promise<string> {
  const browser = town.someone();
  const page = await asked(browser);
  onAsked(page);
  const kind = at % 5;
  if (kind === 1) {
    await browser.glance(`${page}/events`);
    await browser.post(`${page}/cancel`);
  }
  if (kind === 2) await browser.glance(`${page}/events`);
  if (kind === 3) {
    const other = town.someone();
    await other.post(`${await asked(other)}/cancel`);
  }
  const { text } = await (kind === 2 ? town.someone() : browser).get(`${page}/events`);
  const [, state = 'lost'] = /^data: (built|cancelled|refused) /m.exec(text) ?? [];
  // Done before the word came to cancel it: another is.
  if (kind === 1 && state === 'built') return buildOnce(at, town, onAsked);
  if (state !== 'refused') return state;
  const { text: why } = await browser.get(page);
  return `refused ${why.match(/\bE_[A-Z_]+\b[^<]*/g)?.join(' ') ?? ''}`;
}

async function asked(browser: Browser): Promise<string> {
  return (await browser.post(`/week/${WEEK}/build`, { languages: 'en' })).location;
}
