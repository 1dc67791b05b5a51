import { describe, expect, test } from 'vitest';
import { dateForms, phrases, plainText } from '../../src/language/index.ts';
import { line } from '../../src/language/runs.ts';

describe('a record of a chart', () => {
  const said = (language: 'en' | 'zh', among: 'closes' | 'week-ends' | 'weeks', date?: string): string =>
    plainText(
      phrases(language).shown.extreme(
        line`x`,
        'low',
        among,
        date === undefined ? undefined : dateForms(language).month(date, '2026-07-03'),
      ),
    );

  test('of a series observed daily is one among weeks, not days', () => {
    expect(said('en', 'closes', '2025-09-19')).toBe('x, lowest weekly close since September 2025');
    expect(said('zh', 'closes', '2025-09-19')).toBe('x，为2025年9月以来周收盘最低');
    expect(said('en', 'week-ends', '2025-09-19')).toBe('x, lowest week-end level since September 2025');
    expect(said('zh', 'week-ends', '2025-09-19')).toBe('x，为2025年9月以来周度最低');
    expect(said('en', 'closes')).toBe('x, lowest weekly close shown');
    expect(said('zh', 'closes')).toBe('x，为图示期间周收盘最低');
  });

  test('of a weekly series is one among all its values', () => {
    expect(said('en', 'weeks', '2025-12-26')).toBe('x, lowest since December 2025');
    expect(said('zh', 'weeks', '2025-12-26')).toBe('x，为2025年12月以来最低');
  });
});

describe('the days a movers chart compares', () => {
  test('share a year said once', () => {
    expect(phrases('en').chart.weekAgainst('2026-07-03', '2026-06-26')).toBe(
      'Week to 3 Jul against 26 Jun 2026, %',
    );
    expect(phrases('zh').chart.weekAgainst('2026-07-03', '2026-06-26')).toBe('2026年7月3日较6月26日，%');
  });

  test('each have their own around the new year', () => {
    expect(phrases('en').chart.weekAgainst('2025-01-03', '2024-12-27')).toBe(
      'Week to 3 Jan 2025 against 27 Dec 2024, %',
    );
    expect(phrases('zh').chart.weekAgainst('2025-01-03', '2024-12-27')).toBe(
      '2025年1月3日较2024年12月27日，%',
    );
  });
});
