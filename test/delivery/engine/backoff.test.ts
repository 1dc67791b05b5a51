import { expect, test } from 'vitest';
import { backoffMinutes, minutesAfter } from '../../../src/delivery/campaign/backoff.ts';

test('a letter is tried again after 5, 30, 60, 120 and then every 240 minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 40].map((attempt) => backoffMinutes(attempt))).toEqual([
    5, 30, 60, 120, 240, 240, 240,
  ]);
});

test('who asks for patience is given more than usual, never less', () => {
  expect(backoffMinutes(1, 1)).toBe(5);
  expect(backoffMinutes(1, 15)).toBe(15);
  expect(backoffMinutes(2, 15)).toBe(30);
  expect(backoffMinutes(5, 600)).toBe(600);
});

test('minutes count on the wall clock, over the end of a year', () => {
  expect(minutesAfter(new Date('2026-12-31T23:58:00.000Z'), 5)).toBe('2027-01-01T00:03:00.000Z');
});
