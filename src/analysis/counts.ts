import type { Analysis, Freshness, SeriesAnalysis } from '../model/analysis.ts';
import type { FigureId } from '../model/figure.ts';
import type { IsoDate } from '../model/time.ts';
import type { Figures } from './figures.ts';

/** How many of the catalog's series are how fresh. Background and derived series are not counted; `total` has a value. */
export function countsOf(
  series: Iterable<SeriesAnalysis>,
  asOf: IsoDate,
  figures: Figures,
): Analysis['counts'] {
  const counted: Record<Freshness, number> = {
    fresh: 0,
    late: 0,
    stale: 0,
    closed: 0,
    never: 0,
    withheld: 0,
  };
  for (const one of series) {
    if (!('kind' in one.spec) || one.spec.background === true) continue;
    counted[one.freshness] += 1;
  }
  const { fresh, late, stale, closed, never, withheld } = counted;
  const enterCount = (name: string, count: number): FigureId => {
    const id = `desk.${name}`;
    figures.set(id, {
      id,
      series: 'desk',
      metric: 'count',
      value: String(count),
      unit: '1',
      asOf,
      source: 'desk',
      places: [],
      illustrative: false,
      check: 'passed',
    });
    return id;
  };
  return {
    total: enterCount('total', fresh + late + stale + closed + withheld),
    fresh: enterCount('fresh', fresh),
    stale: enterCount('stale', stale),
    late: enterCount('late', late),
    closed: enterCount('closed', closed),
    never: enterCount('never', never),
    withheld: enterCount('withheld', withheld),
  };
}
