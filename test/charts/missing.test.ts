import { expect, it } from 'vitest';
import {
  type Chart,
  chartFor,
  countMarks,
  drawChart,
  moversChart,
  type VegaLiteSpec,
} from '../../src/charts/index.ts';
import { CHART_KINDS } from '../../src/model/catalog.ts';
import { chartNamed } from './drawing.ts';
import { chartLine, market, snapshot } from './market.ts';

function pictured({ spec }: Chart): VegaLiteSpec {
  if (spec === undefined) throw new Error('no picture');
  return spec;
}

it.each(CHART_KINDS)('a %s chart without any value says why and has no picture', (kind) => {
  for (const language of ['en', 'zh'] as const) {
    const chart = chartFor(chartLine(kind, ['absent']), snapshot(), market([]), language);
    expect(chart.spec).toBeUndefined();
    expect(chart.finding).toEqual({ kind: 'missing', series: ['absent'] });
    expect(chart.block.missing).not.toBe('');
    expect(chart.block.alt).toBe(chart.block.missing);
  }
});

it('names the series that was never observed', () => {
  expect(chartNamed('nothing').block.missing).toBe('No observation of Never observed.');
  expect(chartNamed('nothing', 'zh').block.missing).toBe('从未观测暂无数据。');
});

it('names the last day of a series that stopped before the charted window', () => {
  const analysis = market([{ id: 'old', name: { en: 'Old', zh: '旧' }, end: '2019-03-29', weeks: 30 }]);
  const say = (language: 'en' | 'zh') =>
    chartFor(chartLine('line', ['old'], { years: 3 }), snapshot(), analysis, language).block.missing;
  expect(say('en')).toBe('No observation of Old since 29 March 2019.');
  expect(say('zh')).toBe('旧自2019年3月29日以来无数据。');
});

it('a chart draws those of its series that have values', async () => {
  const analysis = market([{ id: 'a' }, { id: 'b', weeks: 0 }]);
  const chart = chartFor(chartLine('line', ['b', 'a']), snapshot(), analysis, 'en');
  expect(chart.block.series).toEqual(['a']);
  expect(countMarks(await drawChart(pictured(chart), 'some'))).toBe(2);
});

it('without a value on the left axis, the right one is the chart', () => {
  const analysis = market([{ id: 'a', weeks: 0 }, { id: 'b' }]);
  const chart = chartFor(chartLine('line', ['a'], { right: ['b'] }), snapshot(), analysis, 'en');
  expect(chart.block.series).toEqual(['b']);
  expect(chart.spec).toBeDefined();
});

it('a series whose unit cannot be converted is left off the axis', () => {
  const analysis = market([
    { id: 'a', unit: 'USD/t' },
    { id: 'b', unit: 'CNY/t' },
  ]);
  expect(chartFor(chartLine('line', ['a', 'b']), snapshot(), analysis, 'en').block.series).toEqual(['a']);
});

it('a seasonal chart without years to compare is a plain line', () => {
  const analysis = market([{ id: 'a', weeks: 40 }]);
  expect(chartFor(chartLine('seasonal', ['a']), snapshot(), analysis, 'en').block.kind).toBe('line');
});

it('a stack leaves out weeks in which a part is missing', async () => {
  const analysis = market([
    { id: 'a', level: 100 },
    { id: 'b', level: 100, without: (index) => index > 150 && index < 200 },
  ]);
  const chart = chartFor(chartLine('stacked', ['a', 'b']), snapshot(), analysis, 'en');
  const bands =
    /<g class="chart-bands">(.*?)<\/g>/s.exec(await drawChart(pictured(chart), 'stack'))?.[1] ?? '';
  for (const [, path = ''] of bands.matchAll(/d="([^"]*)"/g)) expect(path.match(/M/g)).toHaveLength(2);
});

it('a week without any change has no movers, and says so', () => {
  const chart = moversChart(market([{ id: 'a' }]), 'en');
  expect(chart.spec).toBeUndefined();
  expect(chart.block.missing).toBe('No price has a change this week.');
});

it('the cover shows the prices of every metal, and no stock', () => {
  const chart = moversChart(
    market([
      { id: 'a', weekChange: '1' },
      { id: 'b', weekChange: '9' },
      { id: 'c', metal: 'gold', weekChange: '-2' },
      { id: 'd', metal: 'tin', kind: 'stock', weekChange: '5' },
      { id: 'e', metal: 'lead' },
    ]),
    'en',
  );
  expect(chart.block.id).toBe('movers');
  expect(chart.block.series).toEqual(['b', 'a', 'c']);
  expect(chart.finding).toMatchObject({
    kind: 'movers',
    up: [{ series: 'b' }, { series: 'a' }],
    down: [{ series: 'c' }],
    flat: [],
  });
});

it('a full cover gives every metal its first price before any its second', () => {
  const many = Array.from({ length: 24 }, (_, at) => ({ id: `s${at}`, weekChange: String(at) }));
  const { series } = moversChart(market([...many, { id: 'g', metal: 'gold', weekChange: '-2' }]), 'en').block;
  expect(series).toHaveLength(20);
  expect(series).toContain('g');
});

it('a few points are no picture: the table says them in less room', () => {
  for (const kind of ['line', 'spread', 'ratio'] as const) {
    const chart = (weeks: number) =>
      chartFor(chartLine(kind, ['a']), snapshot(), market([{ id: 'a', weeks }]), 'en');
    expect(chart(3).block.missing).toBe('Too few observations of a to draw.');
    expect(chart(4).spec).toBeDefined();
  }
});
