import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfNumber } from '../../src/calendar/day.ts';
import {
  addDays,
  cutoffDay,
  cutoffOf,
  daysBetween,
  parseWeek,
  previousWeek,
  realDate,
  weekdayOf,
  weekEnding,
  weekNumber,
  weekOf,
  weekStart,
  weeksInYear,
  weekYear,
} from '../../src/calendar/week.ts';
import { AssayError } from '../../src/errors.ts';

const day = fc.integer({ min: 0, max: 40_000 }).map(dayOfNumber);
const LONG_YEARS = [1992, 1998, 2004, 2009, 2015, 2020, 2026, 2032, 2037, 2043, 2048];

it('a week so far off that the days around it have no four-digit year is refused', () => {
  for (const week of ['9999-W52', '2200-W01', '1000-W01', '1899-W52', '0001-W01']) {
    expect(() => parseWeek(week)).toThrow(
      `E_WEEK "${week}" is not a week of these times. Expected 1900-W01 to 2199-W52.`,
    );
  }
  for (const week of ['1900-W01', '2199-W52']) expect(parseWeek(week)).toBe(week);
});

describe('weeks', () => {
  it('hold each of their days: the Monday, the Friday and the cutoff day lead back to the week', () => {
    fc.assert(
      fc.property(day, (date) => {
        const week = weekOf(date);
        expect(parseWeek(week)).toBe(week);
        expect(weekdayOf(weekStart(week))).toBe(1);
        expect(weekdayOf(weekEnding(week))).toBe(5);
        expect(weekdayOf(cutoffDay(week))).toBe(6);
        expect([weekStart(week), weekEnding(week), cutoffDay(week)].map(weekOf)).toEqual([week, week, week]);
        expect(daysBetween(weekStart(week), date)).toBe(weekdayOf(date) - 1);
      }),
    );
  });

  it('follow one another seven days apart, backwards as forwards, across years', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -120, max: 120 }), (date, n) => {
        const week = weekOf(date);
        expect(daysBetween(weekStart(previousWeek(week, n)), weekStart(week))).toBe(7 * n);
        expect(previousWeek(previousWeek(week, n), -n)).toBe(week);
      }),
    );
  });

  it('sort as text in the order of time', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        if (a < b) expect(weekOf(a) <= weekOf(b)).toBe(true);
      }),
    );
  });

  it('number 53 in the years that have them and 52 in the others', () => {
    for (let year = 1990; year <= 2050; year += 1) {
      expect([year, weeksInYear(year)]).toEqual([year, LONG_YEARS.includes(year) ? 53 : 52]);
    }
  });

  it('belong to the year of their Thursday', () => {
    expect(weekOf('2025-06-13')).toBe('2025-W24');
    expect(weekEnding('2025-W24')).toBe('2025-06-13');
    expect(weekOf('2024-12-30')).toBe('2025-W01');
    expect(weekOf('2027-01-03')).toBe('2026-W53');
    expect(weekOf('2021-01-01')).toBe('2020-W53');
    expect([weekYear('2026-W53'), weekNumber('2026-W53')]).toEqual([2026, 53]);
    expect(previousWeek('2026-W01')).toBe('2025-W52');
    expect(previousWeek('2027-W01')).toBe('2026-W53');
  });

  it.each([
    ['2025-W53', '"2025-W53" does not exist (2025 has 52 weeks). Expected 2025-W01 to 2025-W52.'],
    ['2026-W54', '"2026-W54" does not exist (2026 has 53 weeks). Expected 2026-W01 to 2026-W53.'],
    ['2026-W00', '"2026-W00" does not exist (2026 has 53 weeks). Expected 2026-W01 to 2026-W53.'],
    ['2025W24', '"2025W24" is not a week. Expected a year and an ISO week, such as 2025-W24.'],
    ['2025-w24', '"2025-w24" is not a week. Expected a year and an ISO week, such as 2025-W24.'],
    ['', '"" is not a week. Expected a year and an ISO week, such as 2025-W24.'],
  ])('are refused by name when they are none: %s', (text, message) => {
    expect(() => parseWeek(text)).toThrow(
      new AssayError('usage', { code: 'E_WEEK', where: '', message }).message,
    );
  });

  it('close on Saturday noon of the desk, summer time or not', () => {
    expect(cutoffOf('2025-W24', 'Asia/Shanghai')).toBe('2025-06-14T04:00:00.000Z');
    expect(cutoffOf('2025-W24', 'Europe/London')).toBe('2025-06-14T11:00:00.000Z');
    expect(cutoffOf('2025-W02', 'Europe/London')).toBe('2025-01-11T12:00:00.000Z');
    expect(cutoffOf('2025-W24', 'America/New_York')).toBe('2025-06-14T16:00:00.000Z');
    expect(() => cutoffOf('2025-W24', 'Asia/Peking')).toThrow('"Asia/Peking" is not a time zone');
  });
});

describe('dates', () => {
  it('are real exactly when the calendar has them', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (date, n) => {
        expect(realDate(date)).toBe(date);
        expect(daysBetween(date, addDays(date, n))).toBe(n);
      }),
    );
    for (const text of [
      '2026-02-29',
      '2025-04-31',
      '2025-13-01',
      '2025-00-10',
      '2025-6-13',
      '20250613',
      '',
    ]) {
      expect([text, realDate(text)]).toEqual([text, undefined]);
    }
    expect(realDate('2024-02-29')).toBe('2024-02-29');
  });
});
