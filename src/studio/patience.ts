/** Wrong addresses somebody may ask for at once, and how fast that is forgiven. */
const MISSES: Allowance = { capacity: 60, perSecond: 1 };
/** A /64 is one household; more of them than this are not told apart for long. */
const MOST_KNOWN = 10_000;

/** So many at once, and then so many a second. */
export interface Allowance {
  readonly capacity: number;
  readonly perSecond: number;
}

/** What each may do of a thing, and how long they have to wait for more of it. */
export class Meter {
  readonly #ticks: () => number;
  readonly #left = new Map<string, { tokens: number; at: number }>();

  /** `ticks`: milliseconds since some fixed moment. */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  /** Takes one. Gives the seconds to wait; 0 where it is granted. */
  take(name: string, { capacity, perSecond }: Allowance): number {
    const now = this.#ticks();
    const before = this.#left.get(name) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, before.tokens + ((now - before.at) / 1000) * perSecond);
    const granted = tokens >= 1;
    this.#left.delete(name);
    this.#left.set(name, { tokens: granted ? tokens - 1 : tokens, at: now });
    if (this.#left.size > MOST_KNOWN) {
      const [oldest] = this.#left.keys();
      if (oldest !== undefined) this.#left.delete(oldest);
    }
    return granted ? 0 : Math.ceil((1 - tokens) / perSecond);
  }
}

/**
 * Who asks again and again for what is not there is told to wait. Charged for misses only: a valid link is always
 * served, however many readers stand behind one proxy.
 */
export class Patience {
  readonly #meter: Meter;

  constructor(ticks: () => number) {
    this.#meter = new Meter(ticks);
  }

  /** Charges one miss. Gives the seconds to wait; 0 where it is granted. */
  miss(address: string): number {
    return this.#meter.take(networkOf(address), MISSES);
  }
}

/** IPv4 whole, IPv6 by its first 64 bits: anybody has as many addresses as they like behind them. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind.length);
  return [...groups, ...Array<string>(zeros).fill('0'), ...behind]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
