import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/charts/advances.ts';
import { matchingTicks, reachOf, tickTexts, valueTicks } from '../../src/charts/axis.ts';
import { spread, wrapped } from '../../src/charts/labels.ts';
import { leanPath } from '../../src/charts/path.ts';
import { shapedWidth } from './drawing.ts';

const level = fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((value) => Math.abs(value) > 1e-3);

describe('value axes', () => {
  it('have four to six round ticks, evenly spaced, around all values', () => {
    fc.assert(
      fc.property(level, level, fc.boolean(), (a, b, withZero) => {
        const [low, high] = reachOf([a, b]);
        const ticks = valueTicks(low, high, withZero);
        expect(ticks.length).toBeGreaterThanOrEqual(4);
        expect(ticks.length).toBeLessThanOrEqual(6);
        const hair = (high - low) * 1e-6;
        expect(ticks[0]).toBeLessThanOrEqual(low + hair);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - hair);
        if (withZero) expect(ticks).toContain(0);
        const steps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0));
        for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 6);
      }),
    );
  });

  it('of the second sort have as many ticks as the first', () => {
    fc.assert(
      fc.property(level, level, fc.integer({ min: 4, max: 6 }), (a, b, count) => {
        const [low, high] = reachOf([a, b]);
        const ticks = matchingTicks(low, high, count);
        expect(ticks).toHaveLength(count);
        const hair = (high - low) * 1e-6;
        expect(ticks[0]).toBeLessThanOrEqual(low + hair);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - hair);
      }),
    );
  });

  it('do not blow up a move of a thousandth', () => {
    const [low, high] = reachOf([26_712, 26_730]);
    expect(high - low).toBeCloseTo(26_721 * 0.02, 0);
  });

  it('print thousands commas, U+2212 and the same digits after the point', () => {
    expect(tickTexts([-1500, 0, 1500])).toEqual(['−1,500', '0', '1,500']);
    expect(tickTexts([0, 2.5, 5])).toEqual(['0.0', '2.5', '5.0']);
  });
});

describe('labels beside a plot', () => {
  it('keep their order and never overlap while there is room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 140, noNaN: true }), { minLength: 1, maxLength: 5 }),
        (wanted) => {
          const sorted = wanted.toSorted((a, b) => a - b);
          const middles = spread(
            sorted,
            sorted.map(() => 24),
            0,
            140,
          );
          middles.forEach((middle, index) => {
            expect(middle - 12).toBeGreaterThanOrEqual(-1e-6);
            expect(middle + 12).toBeLessThanOrEqual(140 + 1e-6);
            if (index > 0) expect(middle - (middles[index - 1] ?? 0)).toBeGreaterThanOrEqual(24 - 1e-6);
          });
        },
      ),
    );
  });

  it('stay where they want to be when nothing is in the way', () => {
    expect(spread([20, 80], [20, 20], 0, 140)).toEqual([20, 80]);
  });

  it('break at blanks, and between Chinese characters into lines of like length', () => {
    expect(wrapped('Lithium carbonate', 60)).toEqual(['Lithium', 'carbonate']);
    expect(wrapped('电池级氢氧化锂', 60)).toEqual(['电池级氢', '氧化锂']);
  });
});

it('text is as wide as the fonts make it', () => {
  const samples = [
    '9,647.50',
    '−0.24%',
    'LME copper 3M',
    '2020–24 range',
    'CNY/t',
    '10–90% of weeks',
    '¢/lb',
  ];
  for (const sample of samples) {
    for (const bold of [false, true]) {
      expect(textWidth(sample, 1000, bold) / shapedWidth(sample, 1000, bold), sample).toBeCloseTo(1, 1.2);
    }
  }
  for (let code = 32; code < 127; code += 1) {
    const character = String.fromCharCode(code);
    expect(textWidth(character, 1000), character).toBe(shapedWidth(character, 1000, false));
    expect(textWidth(character, 1000, true), character).toBe(shapedWidth(character, 1000, true));
  }
});

it('a path made lean stays within a fifth of a pixel', () => {
  const points = Array.from(
    { length: 260 },
    (_, i) => [i * 0.8, 70 + 50 * Math.sin(i / 9) + (i % 3)] as const,
  );
  const lean = leanPath(`M${points.map((point) => point.join(',')).join('L')}`) ?? '';
  let x = 0;
  let y = 0;
  const kept = [...lean.slice(1).matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(([number]) => Number(number));
  const corners: [number, number][] = [];
  for (let i = 0; i < kept.length; i += 2) {
    x += kept[i] ?? 0;
    y += kept[i + 1] ?? 0;
    corners.push([x, y]);
  }
  expect(corners.length).toBeGreaterThan(50);
  expect(corners.length).toBeLessThanOrEqual(260);
  for (const [px, py] of points) {
    const at = corners.findIndex(([cx]) => cx >= px - 0.05);
    const [bx, by] = corners[at] ?? [0, 0];
    const [ax, ay] = corners[at - 1] ?? [bx, by];
    const onLine = bx === ax ? by : ay + ((px - ax) / (bx - ax)) * (by - ay);
    // Measured upright on slopes of up to seven pixels a pixel.
    expect(Math.abs(onLine - py)).toBeLessThan(1.6);
  }
});

it('a path that has curves is left alone', () => {
  expect(leanPath('M2,0A2,2,0,1,1,-2,0')).toBeUndefined();
});
