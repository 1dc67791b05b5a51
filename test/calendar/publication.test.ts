import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOfNumber } from '../../src/calendar/day.ts';
import { publishedAt } from '../../src/calendar/publication.ts';
import { openCalendar } from '../../src/calendar/trading.ts';
import { type CalendarSpec, type PublicationSpec, publicationSchema } from '../../src/model/catalog.ts';

const spec: CalendarSpec = {
  venue: 'nyse',
  name: { en: 'New York', zh: '纽约' },
  timeZone: 'America/New_York',
  coveredFrom: '2019-01-01',
  coveredThrough: '2026-12-31',
  closed: { '2024-11-28': 'Thanksgiving', '2025-01-01': 'New Year', '2025-07-04': 'Independence Day' },
};
const calendar = openCalendar(spec);
const at = (clock: PublicationSpec, date: string) => publishedAt(clock, date, calendar);

describe('the publication clock', () => {
  it('gives the moment by clocks of the source, summer and winter', () => {
    const lme: PublicationSpec = { by: 'day', after: 0, at: '17:50', zone: 'Europe/London' };
    expect(at(lme, '2025-06-13')).toBe('2025-06-13T16:50:00.000Z');
    expect(at(lme, '2025-12-12')).toBe('2025-12-12T17:50:00.000Z');
    expect(at({ ...lme, after: 1 }, '2024-02-28')).toBe('2024-02-29T17:50:00.000Z');
  });

  it('counts sessions over weekends and closed days: positions of Thanksgiving week come on Monday', () => {
    const cftc: PublicationSpec = { by: 'session', after: 3, at: '15:30', zone: 'America/New_York' };
    expect(at(cftc, '2025-06-10')).toBe('2025-06-13T19:30:00.000Z');
    expect(at(cftc, '2024-11-26')).toBe('2024-12-02T20:30:00.000Z');
    expect(at(cftc, '2025-07-01')).toBe('2025-07-07T19:30:00.000Z');
  });

  it('finds the next such weekday: the LME’s positions of a Friday come on Tuesday', () => {
    const cotr: PublicationSpec = { by: 'weekday', on: 'tue', at: '12:00', zone: 'Europe/London' };
    expect(at(cotr, '2025-06-13')).toBe('2025-06-17T11:00:00.000Z');
    expect(at(cotr, '2025-06-10')).toBe('2025-06-17T11:00:00.000Z');
  });

  it('finds the day of the next month, and waits for March where there is no release in February', () => {
    const customs: PublicationSpec = { by: 'month', day: 20, skip: [2], at: '18:00', zone: 'Asia/Shanghai' };
    expect(at(customs, '2025-05-31')).toBe('2025-06-20T10:00:00.000Z');
    expect(at(customs, '2024-12-31')).toBe('2025-01-20T10:00:00.000Z');
    expect(at(customs, '2025-01-31')).toBe('2025-03-20T10:00:00.000Z');
    expect(at(customs, '2025-02-28')).toBe('2025-03-20T10:00:00.000Z');
  });

  it('counts sessions of the next month: the Pink Sheet on its second', () => {
    const wb: PublicationSpec = { by: 'month-session', nth: 2, at: '16:00', zone: 'America/New_York' };
    expect(at(wb, '2025-05-31')).toBe('2025-06-03T20:00:00.000Z');
    expect(at(wb, '2024-12-31')).toBe('2025-01-03T21:00:00.000Z');
  });

  it('counts weekdays beyond the coverage, the earliest it can be', () => {
    const next: PublicationSpec = { by: 'session', after: 1, at: '16:15', zone: 'America/New_York' };
    expect(at(next, '2026-12-31')).toBe('2027-01-01T21:15:00.000Z');
  });
});

const clock = {
  at: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
  zone: fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Shanghai', 'Asia/Seoul', 'Etc/UTC'),
};
const clocks: fc.Arbitrary<PublicationSpec> = fc.oneof(
  fc.record({ by: fc.constant('day' as const), after: fc.integer({ min: 0, max: 31 }), ...clock }),
  fc.record({ by: fc.constant('session' as const), after: fc.integer({ min: 0, max: 20 }), ...clock }),
  fc.record({
    by: fc.constant('weekday' as const),
    on: fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),
    ...clock,
  }),
  fc.record({
    by: fc.constant('month' as const),
    day: fc.integer({ min: 1, max: 28 }),
    skip: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    ...clock,
  }),
  fc.record({ by: fc.constant('month-session' as const), nth: fc.integer({ min: 1, max: 15 }), ...clock }),
);
const first = Date.UTC(2019, 0, 1) / 86_400_000;
const day = fc.integer({ min: first, max: first + 2900 }).map(dayOfNumber);

describe('any publication clock', () => {
  it('never tells a value before its day begins anywhere, nor a later day’s before an earlier one’s', () => {
    fc.assert(
      fc.property(clocks, day, fc.integer({ min: 1, max: 40 }), (made, date, days) => {
        expect(publicationSchema.parse(made)).toEqual(made);
        const known = at(made, date);
        // A day begins fourteen hours before it does in London, at the earliest.
        expect(known >= `${addDays(date, -1)}T10:00:00.000Z`).toBe(true);
        expect(at(made, addDays(date, days)) >= known).toBe(true);
      }),
    );
  });
});
