import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWidths, type WidthClass, type Wish } from '../../src/charts/index.ts';

const half: Wish = { width: 'half', narrows: true };
const third: Wish = { width: 'third', narrows: true };
const named: Wish = { width: 'half', narrows: false };

function count(widths: readonly WidthClass[], width: WidthClass): number {
  return widths.filter((one) => one === width).length;
}

describe('charts are given widths that fill whole rows', () => {
  it.each([
    ['two thirds become halves', [third, third], undefined, ['half', 'half']],
    [
      'four thirds two rows of halves',
      [third, third, third, third],
      undefined,
      ['half', 'half', 'half', 'half'],
    ],
    [
      'five two halves and a row of thirds',
      [third, third, third, third, half],
      undefined,
      ['half', 'third', 'third', 'third', 'half'],
    ],
    ['three thirds stay', [third, third, third], 0.5, ['third', 'third', 'third']],
    [
      'the first stands beside long words rather than three be widened',
      [half, third, third, third],
      0.5,
      ['half', 'third', 'third', 'third'],
    ],
    ['one is a half', [third], undefined, ['half']],
    ['names of points are never squeezed', [named, third, third], 1.5, ['half', 'half', 'half']],
  ] as const)('%s', (_, wishes, beside, expected) => {
    expect(rowWidths(wishes, beside)).toEqual(expected);
  });

  it('for any wishes, with at most the first one left over', () => {
    const wish = fc.constantFrom(half, third, named);
    fc.assert(
      fc.property(fc.array(wish, { minLength: 2, maxLength: 12 }), fc.boolean(), (wishes, words) => {
        const widths = rowWidths(wishes, words ? 1 : undefined);
        expect(widths).toHaveLength(wishes.length);
        expect(count(widths, 'third') % 3).toBe(0);
        wishes.forEach((one, at) => {
          if (!one.narrows) expect(widths[at]).toBe('half');
        });
        if (!words && wishes.every(({ narrows }) => narrows)) expect(count(widths, 'half') % 2).toBe(0);
      }),
    );
  });
});
