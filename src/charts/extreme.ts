import { dayOfNumber } from '../calendar/day.ts';
import type { Extreme } from './finding.ts';
import type { Point } from './track.ts';

/** Fewer weeks than a quarter make no record. */
const LEAST_DAYS = 91;

/** Since when the newest value is the highest or lowest, if that is a quarter or longer. */
export function extremeOf(points: readonly Point[]): Extreme | undefined {
  const last = points.at(-1);
  const first = points[0];
  if (last === undefined || first === undefined) return undefined;
  const before = points.slice(0, -1);
  const higher = before.findLast((point) => point.value >= last.value);
  const lower = before.findLast((point) => point.value <= last.value);
  // One of the two is the point just before; the other is what can be a record.
  const side = (lower?.day ?? first.day - 1) > (higher?.day ?? first.day - 1) ? 'high' : 'low';
  const since = side === 'high' ? higher : lower;
  const from = since?.day ?? first.day;
  if (last.day - from < LEAST_DAYS) return undefined;
  return {
    side,
    from: dayOfNumber(first.day),
    monthly: isMonthly(points),
    ...(since === undefined ? {} : { since: dayOfNumber(since.day) }),
    illustrative: points.some((point) => point.illustrative && point.day >= from),
  };
}

/** Between points of weeks and of months. */
const MONTHLY_STEP_DAYS = 20;

/** By the middle one of the distances between points. */
function isMonthly(points: readonly Point[]): boolean {
  const steps = points.slice(1).map((point, index) => point.day - (points[index]?.day ?? point.day));
  steps.sort((a, b) => a - b);
  return (steps[Math.floor(steps.length / 2)] ?? 0) > MONTHLY_STEP_DAYS;
}
