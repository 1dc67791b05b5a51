import type { RequestOf, ResultOf } from '../../app/jobs.ts';
import type { Shop } from '../shop.ts';

/** How long an answer is given again; whoever publishes may be missed for so long. */
const KEPT_MS = 10_000;
const MOST_KEPT = 50;

interface Kept {
  readonly at: number;
  readonly found: ResultOf<'search'>;
}

/** Searches of the archive, asked of another process; many readers ask for the same words. */
export class Searches {
  readonly #shop: Pick<Shop, 'hands' | 'effects'>;
  readonly #kept = new Map<string, Kept>();

  constructor(shop: Pick<Shop, 'hands' | 'effects'>) {
    this.#shop = shop;
  }

  /** What was found, once all editions are in it for some seconds again. Throws as the job does. */
  async ask(request: RequestOf<'search'>, gone: AbortSignal): Promise<ResultOf<'search'>> {
    const { hands, effects } = this.#shop;
    const key = JSON.stringify(request);
    const kept = this.#kept.get(key);
    if (kept !== undefined && effects.ticks() - kept.at < KEPT_MS) return kept.found;
    const found = await hands.run('search', request, { stop: gone });
    this.#kept.delete(key);
    if (found.read === found.editions) this.#kept.set(key, { at: effects.ticks(), found });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return found;
  }
}
