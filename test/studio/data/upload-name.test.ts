import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freeName, inboxName, kindOf } from '../../../src/app/upload-name.ts';

describe('the name of an upload in the inbox', () => {
  test.each([
    ['week.csv', 'week.csv'],
    ['week.CSV', 'week.csv'],
    ['week.txt', 'week.csv'],
    ['2025-W24.v2', '2025-W24.csv'],
    ['../../../../tmp/evil.csv', 'evil.csv'],
    ['..\\..\\windows\\evil.csv', 'evil.csv'],
    ['C:\\boot.ini', 'boot.csv'],
    ['..', 'upload.csv'],
    ['', 'upload.csv'],
    ['.hidden.csv', 'hidden.csv'],
    ['~$week.csv', 'week.csv'],
    ['-rf.csv', 'rf.csv'],
    ['a\u202Evsc.exe', 'avsc.csv'],
    ['a\u0000\r\nb.csv', 'ab.csv'],
    ['CON<>|?*.csv', 'CON-----.csv'],
    ['上海 铜价.csv', '上海 铜价.csv'],
    ['日'.repeat(200), `${'日'.repeat(40)}.csv`],
  ])('of %j is %j', (given, name) => {
    expect(inboxName(given, 'text')).toBe(name);
  });

  test('ends as its bytes say', () => {
    expect(inboxName('week.csv', 'zip')).toBe('week.xlsx');
    expect(inboxName('week.xls', 'ole')).toBe('week.xlsx');
    expect(kindOf(Buffer.from('PK\u0003\u0004'))).toBe('zip');
    expect(kindOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('ole');
    expect(kindOf(Buffer.from(''))).toBe('text');
  });

  test('is a name of one file that the inbox reads, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = inboxName(given, 'text');
        expect(name).toMatch(/^[^./\\~\s-][^/\\]*\.csv$/u);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(124);
      }),
      { numRuns: 500 },
    );
  });

  test('gets the first number that nobody has', () => {
    const taken = ['a.csv', 'a_02.csv'];
    expect(freeName('a.csv', (name) => taken.includes(name))).toBe('a_03.csv');
    expect(freeName('b.csv', (name) => taken.includes(name))).toBe('b.csv');
  });
});
