import { rowWidths, type Wish } from '../charts/index.ts';
import type { ChartBlock } from '../model/brief.ts';
import type { MetalSpec } from '../model/catalog.ts';
import { type Context, seriesOf } from './context.ts';

type Width = ChartBlock['width'];

/** A chart that is to be placed: where, and as wide as its kind would have it. */
export interface Unplaced {
  readonly metal: MetalSpec;
  readonly place: string;
  readonly block: Pick<ChartBlock, 'id' | 'kind' | 'width'>;
}

/** Rows of a metal's table that is narrow and low enough to stand beside a chart. */
const SHORT_TABLE = 6;

/** The words of a core metal are long enough to stand beside a chart, those of others leave a hole there. */
const BESIDE = { core: 0.5, other: 1.5 } as const;

const NAMED: ReadonlySet<string> = new Set(['movers', 'scatter']);

/** Widths of charts by id, so that every row of the page is full. Only charts that have a picture count. */
export function chartWidths(charts: readonly Unplaced[], context: Context): ReadonlyMap<string, Width> {
  const widths = new Map<string, Width>();
  const give = (row: readonly Unplaced[], given: readonly Width[]): void => {
    for (const [at, { block }] of row.entries()) widths.set(block.id, given[at] ?? block.width);
  };
  const wide = (row: readonly Unplaced[], beside?: number): void =>
    give(row, rowWidths(row.map(wishOf), beside));
  for (const place of ['inventories', 'macro'] as const) wide(charts.filter((one) => one.place === place));
  const groups = new Set(context.metals.map((metal) => metal.group));
  for (const group of groups)
    wide(charts.filter((one) => one.place === 'overview' && one.metal.group === group));

  // Metals of one chart and a sentence stand side by side, as the charts of a row do.
  let small: Unplaced[] = [];
  let group: MetalSpec['group'] | undefined;
  const flush = (): void => {
    wide(small);
    small = [];
  };
  for (const metal of context.metals) {
    const own = charts.filter((one) => one.place === 'metal' && one.metal.metal === metal.metal);
    const rows = seriesOf(metal, context).length;
    if (rows === 0 && !metal.core) continue;
    if (metal.group !== group || own.length !== 1 || rows > 1) flush();
    group = metal.group;
    if (own.length === 1 && rows < 2) small.push(...own);
    else if (own.length === 1) give(own, [rows <= SHORT_TABLE ? 'third' : 'half']);
    else wide(own, metal.core ? BESIDE.core : BESIDE.other);
  }
  flush();
  return widths;
}

function wishOf({ block }: Unplaced): Wish {
  return { width: block.width, narrows: !NAMED.has(block.kind) };
}
