import type { Instant } from '../../model/time.ts';

/** Minutes from an attempt's end to the next one; the last goes on until the deadline. */
const MINUTES = [5, 30, 60, 120, 240] as const;

/** Minutes to wait after the `attempt`-th attempt, from 1. `afterMinutes`: what the server asked for at least. */
export function backoffMinutes(attempt: number, afterMinutes = 0): number {
  const usual = MINUTES[Math.min(Math.max(attempt, 1), MINUTES.length) - 1] ?? 240;
  return Math.max(usual, afterMinutes);
}

export function minutesAfter(now: Date, minutes: number): Instant {
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}
