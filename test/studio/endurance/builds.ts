import { WEEK } from './desk.ts';
import type { Browser } from './browser.ts';
import type { Town } from './errands.ts';

/** How a build went, as its page says in the end. */
export type Outcome = 'built' | 'cancelled' | 'refused' | 'lost';

/**
 * Asks for a draft and stays until it has ended. Of five in a row one is cancelled at work, at one the browser that
 * looks goes away, and at one somebody else waits behind it and gives up.
 */
export async function buildOnce(at: number, town: Town, onAsked: (page: string) => void): Promise<Outcome> {
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
  const last = /^data: (built|cancelled|refused) /m.exec(text)?.[1];
  if (last === 'refused') console.log((await browser.get(page)).text.match(/<main[^]*<\/main>/)?.[0]);
  return last === 'built' || last === 'cancelled' || last === 'refused' ? last : 'lost';
}

async function asked(browser: Browser): Promise<string> {
  return (await browser.post(`/week/${WEEK}/build`, { languages: 'en' })).location;
}
