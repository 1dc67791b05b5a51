import { chartFor, type VegaLiteSpec } from '../charts/index.ts';
import type { ChartBlock, Line } from '../model/brief.ts';
import type { ChartLine } from '../model/catalog.ts';
import type { Charts } from './charts.ts';
import type { Context } from './context.ts';

/** A chart as the letter shows it; its picture is drawn from the specification. */
export interface LetterChart extends Omit<ChartBlock, 'title'> {
  readonly title: Line;
  readonly spec: VegaLiteSpec;
}

const MOST_CHARTS = 2;
/** Kinds that are read at a glance on a telephone: one subject through time. */
const PLAIN: ReadonlySet<string> = new Set(['line', 'seasonal', 'stacked', 'spread', 'ratio']);

/**
 * The week's most telling charts, of different metals: by how unusual the week of their first series was, what was
 * really observed before what rests on illustrative history. They are drawn anew, with type that a telephone shows
 * large enough to read.
 */
export function letterCharts(charts: Charts, context: Context): LetterChart[] {
  const candidates = context.metals
    .flatMap(({ metal, charts: lines }) =>
      lines.filter(({ kind }) => PLAIN.has(kind)).map((line) => ({ metal, line })),
    )
    .flatMap(({ metal, line }) => {
      const placed = charts.all().find((one) => one.block.id === line.id);
      if (placed?.spec === undefined) return [];
      return [{ metal, line, block: placed.block, weight: weightOf(placed.block, context) }];
    })
    .filter(({ weight }) => weight !== undefined)
    .sort(
      (a, b) =>
        Number(a.block.illustrative) - Number(b.block.illustrative) || (b.weight ?? 0) - (a.weight ?? 0),
    );
  const chosen = candidates.filter(
    ({ metal }, at) => candidates.findIndex((other) => other.metal === metal) === at,
  );
  return chosen
    .slice(0, MOST_CHARTS)
    .flatMap(({ line, block }) => drawnForLetter(line, block.title, context));
}

function drawnForLetter(line: ChartLine, title: Line, context: Context): LetterChart[] {
  const { block, spec } = chartFor(line, context.snapshot, context.analysis, context.language, 'letter');
  return spec === undefined ? [] : [{ ...block, title, spec }];
}

/** Per cent that a price moves in a usual week, for those without a history to measure by. */
const USUAL_MOVE = 3;

/**
 * How unusual the week was for what the chart is about; undefined where this week says nothing of it. What is computed
 * from others, and what is no metal, is half the news in a letter about metals.
 */
function weightOf(block: ChartBlock, { analysis, metals }: Context): number | undefined {
  const one = analysis.series.get(block.series[0] ?? '');
  if (one === undefined || one.freshness !== 'fresh') return undefined;
  const group = metals.find(({ metal }) => metal === one.metal)?.group;
  const share = 'formula' in one.spec || group === 'macro' ? 0.5 : 1;
  const week = one.changes.week;
  const usual = week?.kind === 'pct' ? Number(week.value) / USUAL_MOVE : 0;
  return Math.abs(one.z ?? usual) * share;
}
