import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfNumber } from '../../src/calendar/day.ts';
import { openCalendar } from '../../src/calendar/trading.ts';
import { addDays, weekdayOf } from '../../src/calendar/week.ts';
import type { CalendarSpec } from '../../src/model/catalog.ts';

const goldenWeek: CalendarSpec = {
  venue: 'shfe',
  name: { en: 'SHFE', zh: '上期所' },
  timeZone: 'Asia/Shanghai',
  coveredFrom: '2024-01-01',
  coveredThrough: '2025-12-31',
  closed: Object.fromEntries(
    ['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04', '2024-10-07'].map((date) => [
      date,
      'National Day',
    ]),
  ),
};
const shfe = openCalendar(goldenWeek);
const first = Date.UTC(2024, 0, 1) / 86_400_000;
const day = fc.integer({ min: first, max: first + 730 }).map(dayOfNumber);

describe('a trading calendar', () => {
  it('has no session on weekends, make-up Saturdays included, nor on its closed days', () => {
    expect(shfe.isSession('2024-09-30')).toBe(true);
    expect(shfe.isSession('2024-10-01')).toBe(false);
    expect(shfe.isSession('2024-10-12')).toBe(false);
    expect(shfe.isSession('2024-10-08')).toBe(true);
  });

  it('finds the last session before a closed week, and none within it', () => {
    expect(shfe.lastSession('2024-10-04')).toBe('2024-09-30');
    expect(shfe.lastSession('2024-10-06', '2024-10-01')).toBeUndefined();
    expect(shfe.sessionsBetween('2024-09-27', '2024-10-08')).toEqual([
      '2024-09-27',
      '2024-09-30',
      '2024-10-08',
    ]);
  });

  it('gives as last session a session, with none between it and the day asked', () => {
    fc.assert(
      fc.property(day, (date) => {
        const last = shfe.lastSession(date);
        if (last === undefined) return;
        expect(shfe.isSession(last)).toBe(true);
        expect(weekdayOf(last)).toBeLessThanOrEqual(5);
        if (last < date) expect(shfe.sessionsBetween(addDays(last, 1), date)).toEqual([]);
      }),
    );
  });

  it('has sessions on make-up weekends where it lists them, and only then knows the others to be free', () => {
    const agencies = openCalendar({
      ...goldenWeek,
      worked: { '2024-09-29': 'make-up', '2024-10-12': 'make-up' },
    });
    expect(['2024-09-28', '2024-09-29', '2024-10-12'].map((date) => agencies.isSession(date))).toEqual([
      false,
      true,
      true,
    ]);
    expect(agencies.sessionsBetween('2024-09-27', '2024-10-08')).toEqual([
      '2024-09-27',
      '2024-09-29',
      '2024-09-30',
      '2024-10-08',
    ]);
    expect(agencies.lastSession('2024-10-13')).toBe('2024-10-12');
    expect([agencies.listsWeekends, shfe.listsWeekends]).toEqual([true, false]);
  });

  it('finds the session so many after a day, also from a closed day', () => {
    expect(shfe.sessionAfter('2024-09-27', 0)).toBe('2024-09-27');
    expect(shfe.sessionAfter('2024-09-27', 1)).toBe('2024-09-30');
    expect(shfe.sessionAfter('2024-09-30', 1)).toBe('2024-10-08');
    expect(shfe.sessionAfter('2024-10-03', 2)).toBe('2024-10-09');
  });

  it('counts between any two days as many sessions as it says are there', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (date, days) => {
        const through =
          addDays(date, days) > goldenWeek.coveredThrough ? goldenWeek.coveredThrough : addDays(date, days);
        const sessions = shfe.sessionsBetween(date, through);
        expect(sessions.every((one) => shfe.isSession(one))).toBe(true);
        expect(sessions).toEqual([...new Set(sessions)].sort());
        const before = addDays(date, -1);
        if (sessions.length > 0) expect(shfe.sessionAfter(before, sessions.length)).toBe(sessions.at(-1));
        const weekdays = Array.from({ length: days + 1 }, (_, at) => addDays(date, at)).filter(
          (one) => one <= through && weekdayOf(one) <= 5 && !(one in goldenWeek.closed),
        );
        expect(sessions).toEqual(weekdays);
      }),
    );
  });

  it('refuses days it does not cover, naming its file and its bounds', () => {
    expect(shfe.covers('2025-12-31')).toBe(true);
    expect(shfe.covers('2026-01-01')).toBe(false);
    const message =
      'E_CALENDAR_RANGE data/calendars/shfe.yaml: 2026-01-02 is outside the calendar, which covers ' +
      '2024-01-01 to 2025-12-31. Add the closed days of the time missing to data/holidays.yaml.';
    expect(() => shfe.isSession('2026-01-02')).toThrow(message);
    expect(() => shfe.lastSession('2026-01-02')).toThrow(message);
    expect(() => shfe.sessionsBetween('2025-12-29', '2026-01-02')).toThrow(message);
  });
});
