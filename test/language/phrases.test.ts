import { describe, expect, test } from 'vitest';
import { inside, isPlural, spoken } from '../../src/language/en/names.ts';
import { dateForms, phrases, plainText } from '../../src/language/index.ts';
import { capitalized, joined, line, listed, name } from '../../src/language/runs.ts';

describe('both languages', () => {
  test('give the same keys, down to the last word', () => {
    expect(keysOf(phrases('zh'))).toEqual(keysOf(phrases('en')));
    expect(keysOf(phrases('en')).length).toBeGreaterThan(100);
  });

  test('hold no digit in any phrase but heads and chart words', () => {
    for (const language of ['en', 'zh'] as const) {
      const { chart: _chart, tables, dates: _dates, ...rest } = phrases(language);
      const { heads: _heads, ...others } = tables;
      expect(stringsOf({ ...rest, tables: others }).filter((text) => /\d/.test(text))).toEqual([]);
    }
  });
});

describe('dates', () => {
  const en = dateForms('en');
  const zh = dateForms('zh');

  test('are written as each language writes them', () => {
    expect(en.full('2025-06-13').text).toBe('13 June 2025');
    expect(en.weekday('2025-06-13').text).toBe('Fri 13 June 2025');
    expect(en.short('2025-06-13', '2025-01-01').text).toBe('13 Jun');
    expect(en.short('2024-06-03', '2025-01-01').text).toBe('3 Jun 2024');
    expect(zh.full('2025-06-13').text).toBe('2025年6月13日');
    expect(zh.weekday('2025-06-13').text).toBe('2025年6月13日（周五）');
    expect(zh.short('2025-06-13', '2025-01-01').text).toBe('6月13日');
    expect(zh.day('2025-06-12').text).toBe('周四');
  });

  test('tell the moment of the cutoff with the desk’s offset from UTC', () => {
    expect(en.moment('2025-06-14T04:00:00.000Z', '2025-06-14').text).toBe('Sat 14 June, 12:00 UTC+8');
    expect(en.moment('2025-06-14T16:00:00.000Z', '2025-06-14').text).toBe('Sat 14 June, 12:00 UTC−4');
    expect(en.moment('2025-06-14T06:30:00.000Z', '2025-06-14').text).toBe('Sat 14 June, 12:00 UTC+5:30');
    expect(en.moment('2025-06-13T22:00:00.000Z', '2025-06-14').text).toBe('Sat 14 June, 12:00 UTC+14');
    expect(zh.moment('2025-06-14T04:00:00.000Z', '2025-06-14').text).toBe('6月14日（周六）12:00 UTC+8');
  });
});

describe('lines', () => {
  test('are built from a template, texts merged and runs kept', () => {
    expect(line`${name('LME 3M')} fell${' '}to ${line`a ${name('x')}`}.`).toEqual([
      { kind: 'name', text: 'LME 3M' },
      { kind: 'text', text: ' fell to a ' },
      { kind: 'name', text: 'x' },
      { kind: 'text', text: '.' },
    ]);
  });

  test('are joined and listed', () => {
    expect(plainText(joined(['a', 'b', 'c'], '; '))).toBe('a; b; c');
    expect(plainText(listed(['a', 'b', 'c'], ', ', ' and '))).toBe('a, b and c');
    expect(plainText(listed(['a'], ', ', ' and '))).toBe('a');
    expect(plainText(capitalized(line`the ${name('x')}`))).toBe('The x');
  });
});

describe('English names', () => {
  test('lose their capital inside a sentence unless it belongs to them', () => {
    expect(inside('Social copper stocks')).toBe('social copper stocks');
    expect(inside('LME copper 3M')).toBe('LME copper 3M');
    expect(inside('NdPr oxide, China')).toBe('NdPr oxide (China)');
    expect(inside('Yangshan copper premium')).toBe('Yangshan copper premium');
    expect(inside('Battery-grade lithium carbonate')).toBe('battery-grade lithium carbonate');
  });

  test('put what follows a comma in brackets, and drop the main contract', () => {
    expect(spoken('SHFE copper, main contract')).toBe('SHFE copper');
    expect(spoken('Antimony ingot, Rotterdam')).toBe('Antimony ingot (Rotterdam)');
  });

  test('know several from one', () => {
    expect(isPlural('SPDR gold holdings')).toBe(true);
    expect(isPlural('Bauxite stock, nine ports')).toBe(false);
    expect(isPlural('Scrap anode plants operating rate')).toBe(false);
  });
});

function keysOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}:${typeof value}`];
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, inner]) => keysOf(inner, `${at}.${key}`));
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
