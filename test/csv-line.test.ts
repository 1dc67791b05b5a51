import { describe, expect, test } from 'vitest';
import { csvLine } from '../src/csv-line.ts';

describe('a line of CSV', () => {
  test.each([
    [['li@x.cn', 'Li'], 'li@x.cn,Li'],
    [['Li, Wei', 'say "hi"', 'a\nb'], '"Li, Wei","say ""hi""","a\nb"'],
    [['=1+1', '+1', '-1', '@SUM(A1)'], `"'=1+1","'+1","'-1","'@SUM(A1)"`],
    [['\t=1', '\r=1', '\n=1', '\nx'], `"'\t=1","'\r=1","'\n=1","'\nx"`],
    [['＝1', '＋1', '－1', '＠SUM(1)'], `"'＝1","'＋1","'－1","'＠SUM(1)"`],
    [['﹦1', '﹫SUM(1)'], `"'﹦1","'﹫SUM(1)"`],
    [
      [' =1', '\u3000=1', '\u200b@x', '\ufeff+1', ' \t-1'],
      `"' =1","'\u3000=1","'\u200b@x","'\ufeff+1","' \t-1"`,
    ],
    [[' a', '\u3000铜', '２'], ' a,\u3000铜,２'],
    [['a=1', ''], 'a=1,'],
  ])('of %j is %s', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
