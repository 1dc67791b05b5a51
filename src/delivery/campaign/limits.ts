/** Letters a second, in all and to one domain. */
export interface Rates {
  readonly perSecond: number;
  readonly perDomain: number;
}

/** Keeps to the rates, by ticks of milliseconds: the wall clock may jump, and a pause earns no burst. */
export interface Limits {
  /** Milliseconds until one more letter may go to the domain; 0: now. */
  wait(domain: string, tick: number): number;
  /** One letter goes to the domain now. Only where `wait` is 0. */
  take(domain: string, tick: number): void;
}

/** How much lateness of timers may be caught up, in ms; at rates below 20 a second it is none at all. */
const SLACK = 50;
/** Domains that have long been quiet are forgotten when there are more than this. */
const MOST_DOMAINS = 10_000;

export function openLimits({ perSecond, perDomain }: Rates): Limits {
  const overall = bucket(perSecond);
  const domains = new Map<string, Bucket>();
  return {
    wait: (domain, tick) => Math.max(overall.wait(tick), domains.get(domain)?.wait(tick) ?? 0),
    take(domain, tick) {
      let own = domains.get(domain);
      if (own === undefined) {
        if (domains.size >= MOST_DOMAINS) forgetQuiet(domains, tick);
        own = bucket(perDomain);
        domains.set(domain, own);
      }
      overall.take(tick);
      own.take(tick);
    },
  };
}

interface Bucket {
  wait(tick: number): number;
  take(tick: number): void;
}

/** One letter each `1000 / rate` ms. `next` is when the next is due by that rhythm. */
function bucket(rate: number): Bucket {
  const interval = 1000 / rate;
  const slack = interval >= SLACK ? 0 : SLACK;
  let next = Number.NEGATIVE_INFINITY;
  return {
    wait: (tick) => {
      const left = next - slack - tick;
      // What sums of fractions leave over is no time.
      return left > 1e-6 ? left : 0;
    },
    take(tick) {
      next = Math.max(next, tick) + interval;
    },
  };
}

function forgetQuiet(domains: Map<string, Bucket>, tick: number): void {
  for (const [domain, own] of domains) if (own.wait(tick) === 0) domains.delete(domain);
}
