import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLimits } from '../../../src/delivery/campaign/limits.ts';

/** Asks for letters to the domains at the given gaps in ms, and gives the ticks at which each went. */
function sent(
  rates: { perSecond: number; perDomain: number },
  asks: ReadonlyArray<{ domain: string; gap: number }>,
): Array<{ domain: string; tick: number }> {
  const limits = openLimits(rates);
  let tick = 0;
  return asks.map(({ domain, gap }) => {
    tick += gap;
    tick += limits.wait(domain, tick);
    expect(limits.wait(domain, tick)).toBe(0);
    limits.take(domain, tick);
    return { domain, tick };
  });
}

/** The most there are in any stretch of so many ms. */
function densest(ticks: readonly number[], ms: number): number {
  return Math.max(
    0,
    ...ticks.map((from) => ticks.filter((tick) => tick >= from && tick < from + ms - 1e-6).length),
  );
}

test('no second ever holds more letters than the rates say, in all and to one domain', () => {
  const asks = fc.array(
    fc.record({
      domain: fc.constantFrom('a.cn', 'b.cn', 'c.cn'),
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 }), fc.constant(60_000)),
    }),
    { minLength: 1, maxLength: 120 },
  );
  const rates = fc.record({
    perSecond: fc.integer({ min: 1, max: 20 }),
    perDomain: fc.integer({ min: 1, max: 20 }),
  });
  let full = 0;
  fc.assert(
    fc.property(rates, asks, (rate, list) => {
      const letters = sent(rate, list);
      const most = densest(
        letters.map(({ tick }) => tick),
        1000,
      );
      expect(most).toBeLessThanOrEqual(rate.perSecond);
      if (most === rate.perSecond) full += 1;
      for (const domain of ['a.cn', 'b.cn', 'c.cn']) {
        const own = letters.filter((one) => one.domain === domain).map(({ tick }) => tick);
        expect(densest(own, 1000)).toBeLessThanOrEqual(rate.perDomain);
      }
    }),
    {
      numRuns: 300,
      // Thirds and eighteenths of a second once added up to a wait of 0.00000000000006 ms.
      examples: [
        [
          { perSecond: 18, perDomain: 3 },
          ['c.cn', 'a.cn', 'b.cn', 'a.cn'].map((domain) => ({ domain, gap: 0 })),
        ],
      ],
    },
  );
  expect(full).toBeGreaterThan(20);
});

test('a high rate may catch up 50 ms of late timers, not more', () => {
  const letters = sent({ perSecond: 1000, perDomain: 1000 }, [
    ...Array.from({ length: 500 }, () => ({ domain: 'a.cn', gap: 0 })),
    { domain: 'a.cn', gap: 3_600_000 },
    ...Array.from({ length: 500 }, () => ({ domain: 'a.cn', gap: 0 })),
  ]);
  expect(
    densest(
      letters.map(({ tick }) => tick),
      1000,
    ),
  ).toBeLessThanOrEqual(1051);
  expect(
    densest(
      letters.map(({ tick }) => tick),
      10,
    ),
  ).toBeLessThanOrEqual(61);
});

test('a slow domain does not make others wait', () => {
  const limits = openLimits({ perSecond: 10, perDomain: 0.1 });
  limits.take('slow.cn', 0);
  expect(limits.wait('slow.cn', 100)).toBe(9_900);
  expect(limits.wait('other.cn', 100)).toBe(0);
});

test('domains long quiet are forgotten, those that wait are not', () => {
  const limits = openLimits({ perSecond: 1e9, perDomain: 1 });
  for (let at = 0; at < 9_999; at += 1) limits.take(`d${at}.cn`, at / 1e6);
  limits.take('late.cn', 1_500);
  limits.take('one-more.cn', 1_600);
  expect(limits.wait('late.cn', 1_700)).toBe(800);
});
