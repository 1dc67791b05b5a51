import { expect, it } from 'vitest';
import { drawChart, type VegaLiteSpec } from '../../src/charts/index.ts';
import { specOf } from '../../src/charts/plot.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { chartNamed, DRAWN } from './drawing.ts';

interface Order {
  readonly id: string;
  readonly spec: VegaLiteSpec;
}

function orders(): Order[] {
  return LANGUAGES.flatMap((language) =>
    DRAWN.map((line) => {
      const { spec } = chartNamed(line.id, language);
      if (spec === undefined) throw new Error(`${line.id} has no picture`);
      return { id: `${language}_${line.id}`, spec };
    }),
  );
}

async function inTurn(list: readonly Order[]): Promise<Map<string, string>> {
  const svgs = new Map<string, string>();
  for (const { id, spec } of list) svgs.set(id, await drawChart(spec, id));
  return svgs;
}

it('the same chart is the same bytes: made again, in any order, all at once', async () => {
  const forward = await inTurn(orders());
  const backward = await inTurn(orders().toReversed());
  const atOnce = await Promise.all(
    orders().map(async ({ id, spec }): Promise<[string, string]> => [id, await drawChart(spec, id)]),
  );
  expect(forward.size).toBe(DRAWN.length * 2);
  for (const [id, svg] of atOnce) {
    expect(svg).toBe(forward.get(id));
    expect(svg).toBe(backward.get(id));
  }
});

it('lines lie in the order of their chart, not of a chart drawn before', async () => {
  const line = (of: string, ink: string) => [1, 2, 3].map((x) => ({ of, x, y: x, ink, width: 1 }));
  const plot = (lines: ReturnType<typeof line>) =>
    specOf({
      width: 20,
      height: 20,
      time: false,
      x: { domain: [1, 3], range: [0, 20] },
      y: { domain: [1, 3], range: [20, 0] },
      lines,
    });
  const [red, blue] = [line('a', 'red'), line('b', 'blue')];
  const inksOf = (svg: string): string[] =>
    [...svg.matchAll(/stroke="(red|blue)"/g)].map(([, ink = '']) => ink);
  expect(inksOf(await drawChart(plot([...red, ...blue]), 'one'))).toEqual(['red', 'blue']);
  expect(inksOf(await drawChart(plot([...blue, ...red]), 'two'))).toEqual(['blue', 'red']);
  expect(inksOf(await drawChart(plot([...red, ...blue]), 'three'))).toEqual(['red', 'blue']);
});

it('drawing leaves the specification as it was', async () => {
  const { spec } = chartNamed('stack');
  if (spec === undefined) throw new Error('no picture');
  const before = JSON.stringify(spec);
  await drawChart(spec, 'stack');
  expect(JSON.stringify(spec)).toBe(before);
  const rows = Object.values(spec.datasets ?? {}).flatMap((rows) => (Array.isArray(rows) ? rows : []));
  expect(rows.length).toBeGreaterThan(100);
  // Vega marks rows with a symbol.
  expect(rows.flatMap((row) => Object.getOwnPropertySymbols(row))).toEqual([]);
});

it('no drawing has an id that could meet another on the page', async () => {
  const all = [...(await inTurn(orders())).values()].join('');
  expect(all.length).toBeGreaterThan(50_000);
  expect(all).not.toMatch(/\sid=|url\(#/);
});

it('a chart that needs ids is refused: those of two charts would meet', async () => {
  const clipped: VegaLiteSpec = {
    width: 20,
    height: 20,
    data: { values: [{ x: 1, y: 1 }] },
    mark: { type: 'line', clip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative', axis: null },
      y: { field: 'y', type: 'quantitative', axis: null },
    },
  };
  await expect(drawChart(clipped, 'clipped')).rejects.toThrow('chart clipped: the drawing has ids');
});

it('a chart that asks for a file or an address is refused', async () => {
  const asking: VegaLiteSpec = {
    width: 20,
    height: 20,
    data: { url: 'file:///etc/hostname' },
    mark: 'point',
    encoding: { x: { field: 'x', type: 'quantitative' } },
  };
  await expect(drawChart(asking, 'asking')).rejects.toThrow();
});
