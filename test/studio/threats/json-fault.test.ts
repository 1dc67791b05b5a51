import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault } from '../../../src/studio/http/json-fault.ts';

test('what is JSON is read to its end, and a sign that fits nowhere is found where it was put', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
      const text = JSON.stringify(value, null, at % 3);
      expect(jsonFault(text)).toBe(text.length);
      expect(jsonFault(`${text} §`)).toBe(text.length + 1);
      expect(jsonFault(`[${text} ; 1]`)).toBe(text.length + 2);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['{"a":1,}', 7],
  ['{a:1}', 1],
  ['[1 2]', 3],
  ['{"a" 1}', 5],
  ['"open', 0],
  ['nul', 0],
  ['01', 0],
  ['1 1', 2],
  [']', 0],
])('%j is wrong at %i', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});
