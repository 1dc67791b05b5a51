import type { Point } from './check.ts';

/** Counts of a warehouse come in lots: the largest number of which all of them are multiples, 0 where there is none. */
export function grainOf(points: readonly Point[]): number {
  let grain = 0;
  for (const { value } of points) {
    if (!Number.isInteger(value)) return 0;
    grain = greatestCommonDivisor(grain, Math.abs(value));
    if (grain === 1) return 1;
  }
  return grain;
}

/** Whether a value is a whole number of grains; in the units of `grain`. */
export function fitsGrain(value: number, grain: number): boolean {
  return grain > 0 && value % grain === 0;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
