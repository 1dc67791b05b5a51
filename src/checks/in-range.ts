import type { SeriesSpec } from '../model/catalog.ts';

/** Kinds of which nothing at or below zero is plausible, whatever the range says. */
export const ABOVE_ZERO: ReadonlySet<string> = new Set(['price', 'fx', 'index']);

/**
 * Whether the value, in the series' own unit, is one the series can have. Series in `allowNegative` may be
 * zero or below, down to the mirror image of their upper bound.
 */
export function inRange(value: number, { range, kind }: SeriesSpec, mayBeNegative: boolean): boolean {
  const [low, high] = range;
  if (value <= 0 && mayBeNegative) return value >= -high;
  if (value <= 0 && ABOVE_ZERO.has(kind)) return false;
  return value >= low && value <= high;
}
