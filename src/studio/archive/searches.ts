import type { RequestOf, ResultOf } from '../../app/jobs.ts';
import type { Shop } from '../shop.ts';

/** How long an answer is given again; whoever publishes may be missed for so long. */
const KEPT_MS = 10_000;
const MOST_KEPT = 50;

interface Kept {
  readonly at: number;
  readonly found: Promise<ResultOf<'search'>>;
}

/** Searches of the archive, asked of another process; many readers ask for the same words. */
export class Searches {
  readonly #shop: Pick<Shop, 'hands' | 'effects'>;
  readonly #kept = new Map<string, Kept>();

  constructor(shop: Pick<Shop, 'hands' | 'effects'>) {
    this.#shop = shop;
  }

  /** What was found; asked once for all who ask meanwhile, and for some seconds after. Throws as the job does. */
  ask(request: RequestOf<'search'>): Promise<ResultOf<'search'>> {
    const { hands, effects } = this.#shop;
    const key = JSON.stringify(request);
    const before = this.#kept.get(key);
    if (before !== undefined && effects.ticks() - before.at < KEPT_MS) return before.found;
    const kept = { at: effects.ticks(), found: hands.run('search', request) };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const forget = (): void => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    };
    // Of an archive that is still being read the next one finds more.
    kept.found.then(({ read, editions }) => (read === editions ? undefined : forget()), forget);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return kept.found;
  }
}
