import { isLoopback } from '../listen.ts';
import { Meter, networkOf } from '../patience.ts';

/** Wrong passwords before one has to wait, for a name from one network. */
const FREE = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGOTTEN_MS = 60 * 60_000;
const MOST_KNOWN = 10_000;

/** Tries of one network, whatever the names. */
const NETWORK = { capacity: 20, perSecond: 1 / 15 };
/** Tries for one name from networks it never signed in from. */
const STRANGERS = { capacity: 30, perSecond: 1 / 30 };

/**
 * Who may try a password now. Each name waits longer and longer, but only in the network it was got wrong in: nobody
 * locks an admin out from elsewhere. A name that is tried from everywhere waits where it is not known, never on this
 * machine or where it has signed in before.
 */
export class Attempts {
  readonly #ticks: () => number;
  readonly #meter: Meter;
  readonly #wrong = new Map<string, { count: number; at: number }>();
  readonly #known = new Set<string>();

  constructor(ticks: () => number) {
    this.#ticks = ticks;
    this.#meter = new Meter(ticks);
  }

  /** Counts a try. Gives the seconds to wait before it; 0 where it may be made. */
  take(name: string, address: string): number {
    const pair = pairOf(name, address);
    const wrong = this.#wrong.get(pair);
    const now = this.#ticks();
    if (wrong !== undefined) {
      const wait = waitAfter(wrong.count) - (now - wrong.at);
      if (wait > 0) return Math.ceil(wait / 1000);
      if (now - wrong.at > FORGOTTEN_MS) this.#wrong.delete(pair);
    }
    const ofNetwork = this.#meter.take(`network ${networkOf(address)}`, NETWORK);
    if (ofNetwork > 0 || isLoopback(address) || this.#known.has(pair)) return ofNetwork;
    return this.#meter.take(`name ${name}`, STRANGERS);
  }

  failed(name: string, address: string): void {
    const pair = pairOf(name, address);
    const count = (this.#wrong.get(pair)?.count ?? 0) + 1;
    this.#wrong.delete(pair);
    this.#wrong.set(pair, { count, at: this.#ticks() });
    forgetOldest(this.#wrong);
  }

  succeeded(name: string, address: string): void {
    const pair = pairOf(name, address);
    this.#wrong.delete(pair);
    this.#known.add(pair);
    forgetOldest(this.#known);
  }
}

function pairOf(name: string, address: string): string {
  return `${networkOf(address)} ${name.slice(0, 64)}`;
}

function waitAfter(count: number): number {
  return count < FREE ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - FREE));
}

function forgetOldest(known: Map<string, unknown> | Set<string>): void {
  if (known.size <= MOST_KNOWN) return;
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}
