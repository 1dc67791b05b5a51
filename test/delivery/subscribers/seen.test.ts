import { describe, expect, test } from 'vitest';
import { Seen } from '../../../src/delivery/subscribers/seen.ts';

describe('keys seen before', () => {
  test('give the row in which they stood first, among many', () => {
    const seen = new Seen();
    for (let row = 1; row <= 20_000; row += 1) expect(seen.firstRow(`p${row}@x.cn`, row)).toBeUndefined();
    for (const row of [1, 511, 512, 513, 19_999, 20_000])
      expect(seen.firstRow(`p${row}@x.cn`, 30_000)).toBe(row);
    expect(seen.firstRow('p0@x.cn', 30_001)).toBeUndefined();
    expect(seen.firstRow('p0@x.cn', 30_002)).toBe(30_001);
  });
});
