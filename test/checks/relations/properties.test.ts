import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RelationSpec, SeriesSpec } from '../../../src/model/catalog.ts';
import { convert } from '../../../src/units/convert.ts';
import { Decimal, decimal, plain } from '../../../src/units/decimal.ts';
import { parseUnit } from '../../../src/units/unit.ts';
import { vatRate } from '../../../src/units/vat.ts';
import { found } from './desk.ts';

const DAY = '2025-06-13';
const name = { en: 'Two things', zh: '两者' };

interface Part {
  readonly value: Decimal;
  readonly unit: string;
  readonly vat?: SeriesSpec['vat'];
}

/** Whether a relation of a and b holds on a day of its own, with no past. */
function holds(relation: Omit<RelationSpec, 'id' | 'name'>, parts: Readonly<Record<string, Part>>): boolean {
  const series = Object.entries(parts).map(([id, { value, unit, vat = 'excl' }]) => ({
    id,
    unit,
    vat,
    points: [[DAY, plain(value)] as const],
  }));
  const { length } = found({ series, relations: [{ id: 'two', name, ...relation }] });
  expect(length).toBeLessThanOrEqual(1);
  return length === 0;
}

function into(value: Decimal, from: string, to: string): Decimal {
  const [a, b] = [parseUnit(from), parseUnit(to)];
  const converted = a && b && convert(value, a, b);
  if (!converted) throw new Error(`no way from ${from} to ${to}`);
  return converted;
}

const price = fc.integer({ min: 1, max: 99_999_999 }).map((cents) => new Decimal(cents).div(100));
// Each is a power of ten from the next: no digit is lost on the way.
const unit = fc.constantFrom('CNY/t', 'CNY/kg', 'CNY/g', '10kCNY/t', 'kCNY/t');
const mass = fc.constantFrom('t', 'kg', 'kt', '10kt', 'g');

describe('a verdict', () => {
  test('does not depend on the units the parts are stored in', () => {
    fc.assert(
      fc.property(price, price, unit, unit, (a, b, first, second) => {
        const relation = { kind: 'ratio' as const, of: ['a', 'b'], band: [0.9, 1.1] as [number, number] };
        const plainly = a.gte(b.times('0.9')) && a.lte(b.times('1.1'));
        const parts = {
          a: { value: into(a, 'CNY/t', first), unit: first },
          b: { value: into(b, 'CNY/t', second), unit: second },
        };
        expect(holds(relation, parts)).toBe(plainly);
      }),
      { numRuns: 300, examples: [[new Decimal(110), new Decimal(100), 'CNY/g', '10kCNY/t']] },
    );
  });

  test('of two sources does not depend on which is named first', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 90_000, max: 110_000 }), mass, mass, (a, share, first, second) => {
        const parts = {
          a: { value: into(a, 't', first), unit: first },
          b: { value: into(a.times(share).div(100_000), 't', second), unit: second },
        };
        const one = holds({ kind: 'same', of: ['a', 'b'], within: 3 }, parts);
        expect(holds({ kind: 'same', of: ['b', 'a'], within: 3 }, parts)).toBe(one);
        expect(one).toBe(share <= 103_000 && 100_000 * 100_000 <= share * 103_000);
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on whether VAT is in one of the prices, once the series says so', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 80, max: 120 }), (a, share) => {
        const b = a.times(share).div(100);
        const relation = { kind: 'ratio' as const, of: ['a', 'b'], band: [0.9, 1.1] as [number, number] };
        const bare = holds(relation, { a: { value: a, unit: 'CNY/t' }, b: { value: b, unit: 'CNY/t' } });
        const taxed = a.times(vatRate(DAY).plus(1));
        const parts = {
          a: { value: taxed, unit: 'CNY/t', vat: 'incl' as const },
          b: { value: b, unit: 'CNY/t' },
        };
        expect(holds(relation, parts)).toBe(bare);
      }),
    );
  });
});

describe('the edge of a tolerance', () => {
  const LEAST = decimal('0.000000000001');

  test('of a ratio is inside, and the smallest step beyond it is not', () => {
    fc.assert(
      fc.property(price, fc.constantFrom(0.92, 1.05, 0.1, 0.3, 1.1), (b, bound) => {
        const at = b.times(bound);
        const ratio = (value: Decimal, band: [number, number]) =>
          holds(
            { kind: 'ratio', of: ['a', 'b'], band },
            { a: { value, unit: 'CNY/t' }, b: { value: b, unit: 'CNY/t' } },
          );
        expect(ratio(at, [0.01, bound])).toBe(true);
        expect(ratio(at.plus(LEAST), [0.01, bound])).toBe(false);
        expect(ratio(at, [bound, 9])).toBe(true);
        expect(ratio(at.minus(LEAST), [bound, 9])).toBe(false);
      }),
      { examples: [[new Decimal('0.3'), 1.1]] },
    );
  });

  test('of an identity is inside, also where its parts are short tons and ounces', () => {
    const kilos = (value: string, from: string) => into(decimal(value), from, 'kg');
    fc.assert(
      fc.property(price, price, (a, b) => {
        const sum = kilos(plain(a), 'short ton').plus(kilos(plain(b), 'ozt'));
        const identity = (total: Decimal) =>
          holds(
            { kind: 'identity', total: 'all', of: ['a', 'b'], tolerance: 0.1, unit: 'short ton' },
            {
              all: { value: total, unit: 'kg' },
              a: { value: a, unit: 'short ton' },
              b: { value: b, unit: 'ozt' },
            },
          );
        const tolerance = decimal('90.718474');
        expect(identity(sum.plus(tolerance))).toBe(true);
        expect(identity(sum.minus(tolerance))).toBe(true);
        expect(identity(sum.plus(tolerance).plus(LEAST))).toBe(false);
        expect(identity(sum.minus(tolerance).minus(LEAST))).toBe(false);
      }),
    );
  });

  test('of a difference is inside', () => {
    const spread = (a: string, b: string) =>
      holds(
        { kind: 'difference', of: ['a', 'b'], band: [0, 0.3], unit: 'CNY/t' },
        { a: { value: decimal(a), unit: 'CNY/t' }, b: { value: decimal(b), unit: 'CNY/t' } },
      );
    // In floating point 0.4 − 0.1 is more than 0.3.
    expect(spread('0.4', '0.1')).toBe(true);
    expect(spread('0.4000000001', '0.1')).toBe(false);
  });
});
