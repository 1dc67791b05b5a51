import { describe, expect, test } from 'vitest';
import { csvLine } from '../../../src/delivery/subscribers/csv-line.ts';
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

describe('a line of CSV', () => {
  test.each([
    [['li@x.cn', 'Li'], 'li@x.cn,Li'],
    [['Li, Wei', 'say "hi"', 'a\nb'], '"Li, Wei","say ""hi""","a\nb"'],
    [['=1+1', '+1', '-1', '@SUM(A1)'], `"'=1+1","'+1","'-1","'@SUM(A1)"`],
    [['\t=1', '\r=1', '＝1'], `"'\t=1","'\r=1","'＝1"`],
    [['a=1', ''], 'a=1,'],
  ])('of %j is %s', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
