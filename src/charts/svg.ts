import { type DataRow, partsOf, withEasel } from './easel.ts';
import type { VegaLiteSpec } from './plot.ts';
import { tidied } from './tidy.ts';

/**
 * Draws a chart as an SVG element, to be put inline: `viewBox` but no size, colors as CSS variables with light
 * values behind them, no ids. Same input, same bytes, in any order. `id` names the chart in errors: a specification
 * that Vega complains of, that loads something or needs ids throws.
 */
export async function drawChart(spec: VegaLiteSpec, id: string): Promise<string> {
  const { datasets, params, width, height, shape } = partsOf(spec);
  const svg = await withEasel(shape, async ({ view, complaints, use }) => {
    view.width(width).height(height);
    for (const param of params) view.signal(param.name, param.value);
    for (const name of shape.names)
      view.data(
        name,
        (datasets[name] ?? []).map((row) => copied(row, use)),
      );
    const drawn = await view.toSVG();
    if (complaints.length > 0) throw new Error(`chart ${id}: ${complaints.join('; ')}`);
    return drawn;
  });
  return tidied(svg, id);
}

/**
 * Vega marks the rows it is given, and these are not ours to change. It also keeps the order in which it first met
 * each line: with the use in its name a line is new to every chart, and the order is that of the rows.
 */
function copied(row: DataRow, use: number): DataRow {
  return 'of' in row ? { ...row, of: `${use} ${row.of}` } : { ...row };
}

/** Lines, bands, bars and dots of a drawn chart; axes and labels do not count. */
export function countMarks(svg: string): number {
  return [...svg.matchAll(/<g class="chart-(?:bands|bars|lines|dots)">(.*?)<\/g>/gs)].flatMap(
    ([, inside = '']) => [...inside.matchAll(/<(?:path|rect|circle|line)\b/g)],
  ).length;
}
