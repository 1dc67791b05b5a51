import { type Chart, type ChartFinding, chartFor, moversChart, type VegaLiteSpec } from '../charts/index.ts';
import { joined, name } from '../language/index.ts';
import type { Block, ChartBlock, Line } from '../model/brief.ts';
import type { ChartLine, MetalGroup } from '../model/catalog.ts';
import { chartTitle } from './chart-title.ts';
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
  const made = context.metals.flatMap((metal) =>
    metal.charts
      .filter((chartLine) => isObserved(chartLine, context))
      .map((chartLine) => ({
        metal,
        place: chartLine.place ?? 'metal',
        chart: titled(chartFor(chartLine, context.snapshot, context.analysis, context.language), context),
      })),
  );
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

export function chartsBlock(charts: readonly PlacedChart[]): Block[] {
  return charts.length === 0 ? [] : [{ kind: 'charts', charts: charts.map((chart) => chart.block) }];
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
  return { block: { ...block, title: titleOf(finding, block.series, context) }, spec };
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
