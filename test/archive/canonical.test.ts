import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/archive/canonical.ts';

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

test('any JSON value survives, whatever the order of its keys, in one spelling', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = canonicalJson(value);
      const parsed: unknown = JSON.parse(text);
      expect(parsed).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(parsed)).toBe(text);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(text.endsWith('\n')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('it reads like JSON.stringify with two spaces where keys are in order', () => {
  const value = { a: [1, 'x', null, []], b: { c: -0.5, d: {} }, 中: '铜\u2028' };
  expect(canonicalJson(value)).toBe(`${JSON.stringify(value, null, 2)}\n`);
});

test('keys are in order of their code units, numbers among them', () => {
  expect(canonicalJson({ b: 1, a: 2, 10: 3, 9: 4, B: 5 })).toBe(
    '{\n  "10": 3,\n  "9": 4,\n  "B": 5,\n  "a": 2,\n  "b": 1\n}\n',
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('x'), 1n, [undefined]])(
  'what JSON cannot hold is refused: %s',
  (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  },
);

test('an absent field is absent', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe(canonicalJson({ b: 1 }));
});
