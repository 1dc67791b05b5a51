/** Wrong addresses somebody may ask for at once, and how fast that is forgiven. */
const CAPACITY = 60;
const PER_SECOND = 1;
/** A /64 is one household; more of them than this are not told apart for long. */
const MOST_KNOWN = 10_000;

/**
 * Who asks again and again for what is not there is told to wait. Charged for misses only: a valid link is always
 * served, however many readers stand behind one proxy.
 */
export class Patience {
  readonly #ticks: () => number;
  readonly #left = new Map<string, { tokens: number; at: number }>();

  /** `ticks`: milliseconds since some fixed moment. */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  /** Charges one miss. Gives the seconds to wait; 0 where it is granted. */
  miss(address: string): number {
    const name = networkOf(address);
    const now = this.#ticks();
    const before = this.#left.get(name) ?? { tokens: CAPACITY, at: now };
    const tokens = Math.min(CAPACITY, before.tokens + ((now - before.at) / 1000) * PER_SECOND);
    const granted = tokens >= 1;
    this.#left.delete(name);
    this.#left.set(name, { tokens: granted ? tokens - 1 : tokens, at: now });
    if (this.#left.size > MOST_KNOWN) {
      const [oldest] = this.#left.keys();
      if (oldest !== undefined) this.#left.delete(oldest);
    }
    return granted ? 0 : Math.ceil((1 - tokens) / PER_SECOND);
  }
}

/** IPv4 whole, IPv6 by its first 64 bits: anybody has as many addresses as they like behind them. */
function networkOf(address: string): string {
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
