import type { SeriesSpec } from '../../src/model/catalog.ts';
import type { Figure, Metric } from '../../src/model/figure.ts';
import { madeSpec } from '../support/snapshot.ts';

export const copper: SeriesSpec = madeSpec({ id: 'cu_lme_3m', name: { en: 'LME copper', zh: 'LME铜' } });

export function changeFigure(value: string, unit = '%', metric: Metric = 'week'): Figure {
  return {
    id: `cu_lme_3m.${metric}`,
    series: 'cu_lme_3m',
    metric,
    value,
    unit,
    asOf: '2025-06-13',
    against: '2025-06-06',
    source: 'LME',
    places: [],
    illustrative: false,
    check: 'passed',
  };
}
