import { describe, expect, test } from 'vitest';
import { accountName, passwordFault } from '../../src/access/names.ts';

describe('a name of an account', () => {
  test.each([
    ['wang', 'wang'],
    ['Wang.Wei', 'wang.wei'],
    [' LI_3-x ', 'li_3-x'],
    ['3m', '3m'],
    ['x'.repeat(32), 'x'.repeat(32)],
  ])('%j is %j', (typed, name) => {
    expect(accountName(typed)).toEqual({ name });
  });

  test.each(
    [
      '',
      'w',
      'x'.repeat(33),
      '王伟',
      'wang wei',
      '.wang',
      '-wang',
      '_wang',
      'wang/..',
      'w\u0430ng',
      'wang\n',
      'ſam',
      'wang@x.cn',
    ].filter((typed) => typed.trim() === typed || typed === ''),
  )('%j is none', (typed) => {
    expect(accountName(typed)).toEqual({ fault: 'form' });
  });

  test('may not be what the audit calls the schedule', () => {
    expect(accountName('Schedule')).toEqual({ fault: 'reserved' });
  });
});

describe('a password', () => {
  test.each([
    ['copper tin and a lame horse', undefined],
    ['铜价上涨而锡价下跌三天以后', undefined],
    ['8417293650318', undefined],
    ['elevenchars', 'short'],
    ['😀😁😂😃😄', 'short'],
    ['x'.repeat(7) + 'yz01abcd'.repeat(32), 'long'],
    ['two lines\nof words', 'control'],
    ['a tab\tin the midst', 'control'],
    ['half a character \ud83d', 'control'],
    ['aaaaaaaaaaaaa', 'few'],
    ['ababababababab', 'few'],
    ['xx-wang-secret-yy', 'name'],
    ['xx-WANG-secret-yy', 'name'],
    ['123456789012', 'common'],
    ['1Q2W3E4R5T6Y', 'common'],
    ['Password1234', 'common'],
    ['p@ssw0rd!!2026', 'common'],
    ['Administrator1!', 'common'],
    ['woaini5201314', 'common'],
    ['correct horse battery staple', 'common'],
    ['!!!Welcome2025', 'common'],
  ] as const)('%j: %s', (password, fault) => {
    expect(passwordFault(password, 'wang')).toBe(fault);
  });

  test('may hold a name of two letters, which is in too many words', () => {
    expect(passwordFault('silly alibi of a lizard', 'li')).toBeUndefined();
  });

  test('is measured as it is hashed, however the keyboard puts its characters together', () => {
    // Eleven characters of which six come with a mark of their own.
    expect(
      passwordFault('\u0061\u0308\u006f\u0308\u0075\u0308\u0065\u0301\u0065\u0300\u006e\u0303abcde', 'wang'),
    ).toBe('short');
  });
});
