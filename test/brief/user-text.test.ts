import { expect, test } from 'vitest';
import { userText } from '../../src/brief/user-text.ts';
import { missingGlyphs } from '../../src/render/fonts.ts';

test('every character that is let through is in our fonts', async () => {
  const all = Array.from({ length: 0xffff }, (_, code) => String.fromCodePoint(code)).filter(
    (one) => !/\p{Cs}/u.test(one),
  );
  const shown = all.filter((one) => userText(`a${one}b`, 10) === `a${one.normalize('NFC')}b`);
  expect(shown.length).toBeGreaterThan(21_000);
  expect(await missingGlyphs(new Set(shown.map((one) => one.normalize('NFC'))))).toEqual([]);
});

test.each([
  ['  two\n lines\tand\u00a0 spaces ', 'two lines and spaces'],
  ['rocket 🚀, bell \u0007, turned \u202eround', 'rocket ?, bell ?, turned ?round'],
  ['“确认”：来源已更正（见官网）', '“确认”：来源已更正（见官网）'],
  ['e\u0301', 'é'],
])('%j is printed as %j', (text, printed) => {
  expect(userText(text, 100)).toBe(printed);
});

test('is cut at its end, and long words get places to break', () => {
  expect(userText('abcdefghij', 5)).toBe('abcd…');
  expect(userText('铜铜铜铜铜铜', 5)).toBe('铜铜铜铜…');
  expect(userText('x'.repeat(100), 200)).toBe(`${'x'.repeat(40)} ${'x'.repeat(40)} ${'x'.repeat(20)}`);
});

test('numbers that must not be printed are left out, in whatever way they are written; others stay', () => {
  const hidden = ['9647531.25', '-44.75'];
  expect(userText('9,647,531.25, not 9,647.53; 9647531.250 or −44.75 or 44.7', 100, hidden)).toBe(
    '…, not 9,647.53; … or ?… or 44.7',
  );
});
