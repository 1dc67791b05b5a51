import type { Analysis } from '../model/analysis.ts';
import type { ChartLine } from '../model/catalog.ts';
import type { Language } from '../model/language.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Chart } from './chart.ts';
import { type Job, jobOf } from './job.ts';
import { lineChart } from './line.ts';
import type { WidthClass } from './theme.ts';

export type { Chart } from './chart.ts';
export type { ChartFinding, Direction, Extreme, Said } from './finding.ts';
export type { VegaLiteSpec } from './plot.ts';
export { rangeBar, sparkline } from './spark.ts';
export { countMarks, drawChart } from './svg.ts';
export { inkVariables, type WidthClass } from './theme.ts';

/** One file per kind. */
const KINDS: Readonly<Record<ChartLine['kind'], (job: Job) => Chart>> = {
  line: lineChart,
};

/**
 * The chart of one `charts:` line, in one language: words, specification, finding. Pure. Where the series have no
 * value in the charted window, `block.missing` says why and there is no specification. `width` overrides the kind's
 * own, so that charts of a row can share one.
 */
export function chartFor(
  line: ChartLine,
  snapshot: Snapshot,
  analysis: Analysis,
  language: Language,
  width?: WidthClass,
): Chart {
  return KINDS[line.kind](jobOf(line, analysis, language, width));
}
