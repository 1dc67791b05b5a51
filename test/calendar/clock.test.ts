import { describe, expect, it } from 'vitest';
import { lastCompleteWeek, localDay } from '../../src/calendar/clock.ts';

describe('the clock', () => {
  it('gives the day of the zone, not of the machine', () => {
    const evening = new Date('2025-06-13T17:30:00.000Z');
    expect(localDay(evening, 'Asia/Shanghai')).toBe('2025-06-14');
    expect(localDay(evening, 'Europe/London')).toBe('2025-06-13');
    expect(localDay(evening, 'America/Los_Angeles')).toBe('2025-06-13');
  });

  it('completes a week at Saturday noon and not a second before', () => {
    expect(lastCompleteWeek(new Date('2025-06-14T03:59:59.000Z'), 'Asia/Shanghai')).toBe('2025-W23');
    expect(lastCompleteWeek(new Date('2025-06-14T04:00:00.000Z'), 'Asia/Shanghai')).toBe('2025-W24');
    expect(lastCompleteWeek(new Date('2025-06-15T20:00:00.000Z'), 'Asia/Shanghai')).toBe('2025-W24');
    expect(lastCompleteWeek(new Date('2027-01-01T00:00:00.000Z'), 'Asia/Shanghai')).toBe('2026-W52');
  });
});
