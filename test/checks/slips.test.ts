import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SLIPS, slipOf, slipsOf } from '../../src/units/slips.ts';

describe('a probable slip', () => {
  test.each(SLIPS.map((slip) => [slip.cause, slip] as const))('%s is found both ways', (cause, slip) => {
    expect(slipOf(9647.5 * slip.factor, 9647.5)).toMatchObject({ cause, direction: 'times' });
    expect(slipOf(9647.5 / slip.factor, 9647.5)).toMatchObject({ cause, direction: 'divided' });
  });

  test('of the exchange rate is found where the rate is known', () => {
    expect(slipOf(69_300, 9647.5, { fx: 7.18 })).toMatchObject({ cause: 'fx', words: 'yuan and dollars' });
    expect(slipOf(69_300, 9647.5)).toBeUndefined();
  });

  test('is named nearest first where two fit', () => {
    const causes = slipsOf(31.5, 1).map(({ cause }) => cause);
    expect(causes).toEqual(['x31.1', 'x32.15']);
  });

  test('is none in an ordinary move, nor across zero, nor from nothing', () => {
    expect(slipsOf(101, 100)).toEqual([]);
    expect(slipsOf(-1000, 100)).toEqual([]);
    expect(slipsOf(0, 100)).toEqual([]);
    expect(slipsOf(100, 0)).toEqual([]);
    expect(slipsOf(Number.NaN, 100)).toEqual([]);
  });

  test('of negative values is that of their sizes', () => {
    expect(slipOf(-4475, -44.75)).toMatchObject({ cause: 'x100', direction: 'times' });
  });

  test('is the same at every scale, and mirrored when the two change places', () => {
    const value = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.constantFrom(2, 0.5, 1024), (a, b, scale) => {
        const causes = (x: number, y: number) =>
          slipsOf(x, y).map(({ cause, direction }) => [cause, direction]);
        expect(causes(a * scale, b * scale)).toEqual(causes(a, b));
        const mirrored = causes(b, a).map(([cause, way]) => [cause, way === 'times' ? 'divided' : 'times']);
        expect(mirrored).toEqual(causes(a, b));
      }),
    );
  });
});
