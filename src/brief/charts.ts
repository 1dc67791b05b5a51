import { type Chart, type ChartFinding, chartFor, moversChart, type VegaLiteSpec } from '../charts/index.ts';
import { daggered, joined, name, undaggered } from '../language/index.ts';
import type { Block, ChartBlock, Line } from '../model/brief.ts';
import type { ChartLine, MetalGroup } from '../model/catalog.ts';
import { chartTitle } from './chart-title.ts';
import { chartWidths } from './chart-widths.ts';
import type { Context } from './context.ts';

/** A chart with its words, and the picture that is drawn later. */
export interface PlacedChart {
  readonly block: ChartBlock;
  readonly spec: VegaLiteSpec | undefined;
}

export type ChartPlace = NonNullable<ChartLine['place']>;

/** Every chart of an edition, made once. */
export interface Charts {
  readonly movers: PlacedChart;
  /** Charts of a metal's own part. */
  ofMetal(metal: string): PlacedChart[];
  /** Charts placed in a section, in the order of the metals; those of one group where given. */
  placed(place: ChartPlace, group?: MetalGroup): PlacedChart[];
  all(): PlacedChart[];
}

export function chartsOf(context: Context): Charts {
  const movers = titled(moversChart(context.analysis, context.language), context);
  const wished = context.metals.flatMap((metal) =>
    metal.charts
      .filter((chartLine) => isObserved(chartLine, context))
      .map((chartLine) => {
        const chart = chartFor(chartLine, context.snapshot, context.analysis, context.language);
        return { metal, chartLine, place: chartLine.place ?? ('metal' as const), chart, block: chart.block };
      }),
  );
  const widths = chartWidths(
    wished.filter(({ chart }) => chart.spec !== undefined),
    context,
  );
  const made = wished.map(({ metal, chartLine, place, chart }) => {
    const width = widths.get(chart.block.id) ?? chart.block.width;
    const fitting =
      width === chart.block.width
        ? chart
        : chartFor(chartLine, context.snapshot, context.analysis, context.language, width);
    return { metal, place, chart: titled(fitting, context) };
  });
  return {
    movers,
    ofMetal: (metal) =>
      made.filter((one) => one.place === 'metal' && one.metal.metal === metal).map(({ chart }) => chart),
    placed: (place, group) =>
      made
        .filter((one) => one.place === place && (group === undefined || one.metal.group === group))
        .map(({ chart }) => chart),
    all: () => [movers, ...made.map(({ chart }) => chart)],
  };
}

/** The charts that have a picture. One that cannot be drawn is not missed where there is something else to read. */
export function chartsBlock(charts: readonly PlacedChart[]): Block[] {
  const drawn = charts.filter((chart) => chart.spec !== undefined);
  return drawn.length === 0 ? [] : [{ kind: 'charts', charts: drawn.map((chart) => chart.block) }];
}

/** A metal's charts, or why it has none. */
export function chartsOrReason(charts: readonly PlacedChart[]): Block[] {
  const reason = charts.find((chart) => chart.block.missing !== undefined)?.block.missing;
  const drawn = chartsBlock(charts);
  return drawn.length > 0 || reason === undefined ? drawn : [{ kind: 'note', line: [name(reason)] }];
}

/** A chart none of whose series was ever observed is left out: its metal's section says what is missing. */
function isObserved(chartLine: ChartLine, context: Context): boolean {
  const ids = [...chartLine.series, ...(chartLine.right ?? []), ...(chartLine.instead ?? [])];
  return ids.some((id) => {
    const one = context.analysis.series.get(id);
    return one !== undefined && one.freshness !== 'never';
  });
}

function titled({ block, spec, finding }: Chart, context: Context): PlacedChart {
  const title = titleOf(finding, block.series, context);
  // Hatching says of the whole picture what daggers would say of its title; bars of movers are marked one by one.
  const hatched = block.illustrative && finding.kind !== 'movers';
  return { block: { ...block, title: hatched ? undaggered(title) : daggered(title) }, spec };
}

function titleOf(finding: ChartFinding, series: readonly string[], context: Context): Line {
  return (
    chartTitle(finding, context) ??
    joined(
      series.flatMap((id) => {
        const spec = context.analysis.series.get(id)?.spec;
        return spec === undefined ? [] : [name(context.say.spoken(spec.name[context.language]))];
      }),
      context.language === 'zh' ? '、' : ', ',
    )
  );
}
