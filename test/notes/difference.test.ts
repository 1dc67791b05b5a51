import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf } from '../../src/notes/index.ts';

test('gives what each text has of its own, between what both have', () => {
  expect(differenceOf('a\nb\nc\nd', 'a\nx\nc\nd\ne').map(({ kind, line }) => `${kind} ${line}`)).toEqual([
    'same a',
    'theirs b',
    'yours x',
    'same c',
    'same d',
    'yours e',
  ]);
});

test('both texts can be read from it again, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (theirs, yours) => {
      const changes = differenceOf(theirs, yours);
      const without = (kind: string): string =>
        changes
          .filter((change) => change.kind !== kind)
          .map(({ line }) => line)
          .join('\n');
      expect(without('yours')).toBe(theirs);
      expect(without('theirs')).toBe(yours);
      if (theirs === yours) expect(changes.every(({ kind }) => kind === 'same')).toBe(true);
    }),
  );
});

test('two long texts with nothing in common are told at once', () => {
  const changes = differenceOf('a\n'.repeat(20_000), 'b\n'.repeat(20_000));
  expect(changes.length).toBe(40_001);
});
