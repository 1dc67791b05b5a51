import { expect, it } from 'vitest';
import { chartFor } from '../../src/charts/index.ts';
import type { ChartLine } from '../../src/model/catalog.ts';
import { chartNamed } from './drawing.ts';
import { chartLine, type Made, market, snapshot } from './market.ts';

function finding(kind: ChartLine['kind'], made: readonly Made[], more: Partial<ChartLine> = {}) {
  const ids = made.map((each) => each.id);
  return chartFor(chartLine(kind, ids, more), snapshot(), market(made), 'en').finding;
}

it('a steady rise is the highest of the years shown', () => {
  expect(finding('line', [{ id: 'a', wave: 0, trend: 0.5, weeks: 300 }], { years: 2 })).toMatchObject({
    kind: 'level',
    first: { series: 'a', last: 'a.last' },
    extreme: { side: 'high', from: '2023-06-16', illustrative: false },
  });
});

it('an extreme of a few weeks is none', () => {
  expect(finding('line', [{ id: 'a', wave: 0, trend: 0.5, weeks: 8 }])).not.toHaveProperty('extreme');
});

it('an extreme that rests on illustrative history says so', () => {
  expect(finding('line', [{ id: 'a', wave: 0, trend: -0.5, illustrative: 200 }])).toMatchObject({
    extreme: { side: 'low', illustrative: true },
  });
});

it('a stack names its parts largest first and its total where the catalog has one', () => {
  expect(chartNamed('stack').finding).toMatchObject({
    kind: 'total',
    total: { series: 'cu_sum' },
    parts: [{ series: 'cu_comex_stk' }, { series: 'cu_lme_stk' }, { series: 'cu_shfe_stk' }],
  });
});

it('the season is told against range and mean', () => {
  const { finding } = chartNamed('season');
  expect(finding).toMatchObject({ kind: 'season', first: { series: 'cu_social' }, years: [2020, 2024] });
});

it('a spread tells its sign, and a ratio its place in the band', () => {
  expect(chartNamed('fee').finding).toMatchObject({ kind: 'spread', sign: 'negative', crossed: false });
  expect(chartNamed('ratio').finding).toMatchObject({ kind: 'ratio', band: 'within', mean: 'above' });
});

it('the scatter has leader and laggard of the year and of the week', () => {
  expect(chartNamed('spots').finding).toMatchObject({
    leader: { series: 'sb_still' },
    laggard: { series: 'li_carb' },
    best: { series: 'au_comex' },
    worst: { series: 'sb_cn' },
  });
});
