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

  it('refuses days it does not cover, naming its file and its bounds', () => {
    expect(shfe.covers('2025-12-31')).toBe(true);
    expect(shfe.covers('2026-01-01')).toBe(false);
    const message =
      'E_CALENDAR_RANGE data/calendars/shfe.yaml: 2026-01-02 is outside the calendar, which covers ' +
      '2024-01-01 to 2025-12-31. Add the closed days of the time missing and move its bounds.';
    expect(() => shfe.isSession('2026-01-02')).toThrow(message);
    expect(() => shfe.lastSession('2026-01-02')).toThrow(message);
    expect(() => shfe.sessionsBetween('2025-12-29', '2026-01-02')).toThrow(message);
  });
});
