import type { SeriesAnalysis } from '../model/analysis.ts';

/**
 * Price series that moved per cent this week, the most unusual first: by |z|, then those without one by the size of
 * the move, then by id. Background series are left out.
 */
export function notableOf(series: Iterable<SeriesAnalysis>): string[] {
  return [...series]
    .filter((one) => 'kind' in one.spec && one.spec.kind === 'price' && one.spec.background !== true)
    .filter((one) => one.changes.week?.kind === 'pct')
    .map((one) => ({
      id: one.id,
      z: one.z === undefined ? -1 : Math.abs(one.z),
      move: Math.abs(Number(one.changes.week?.value)),
    }))
    .sort((a, b) => b.z - a.z || b.move - a.move || (a.id < b.id ? -1 : 1))
    .map((one) => one.id);
}
