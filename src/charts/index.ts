import type { Analysis } from '../model/analysis.ts';
import type { ChartLine } from '../model/catalog.ts';
import type { Language } from '../model/language.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Chart } from './chart.ts';
import { compareChart } from './compare.ts';
import { withInstead } from './instead.ts';
import { type Job, jobOf } from './job.ts';
import { lineChart } from './line.ts';
import { coverMovers, moversOf } from './movers.ts';
import { ratioChart } from './ratio.ts';
import { scatterChart } from './scatter.ts';
import { seasonalChart } from './seasonal.ts';
import { spreadChart } from './spread.ts';
import { stackedChart } from './stacked.ts';
import type { WidthClass } from './theme.ts';

export { textWidth } from './advances.ts';
export type { Chart } from './chart.ts';
export type { ChartFinding, Extreme, Said } from './finding.ts';
export type { VegaLiteSpec } from './plot.ts';
export { rowWidths, type Wish } from './rows.ts';
export { rangeBar, sparkline } from './spark.ts';
export { countMarks, drawChart } from './svg.ts';
export type { WidthClass } from './theme.ts';

/** One file per kind. */
const KINDS: Readonly<Record<ChartLine['kind'], (job: Job) => Chart>> = {
  line: lineChart,
  seasonal: seasonalChart,
  stacked: stackedChart,
  movers: moversOf,
  compare: compareChart,
  spread: spreadChart,
  ratio: ratioChart,
  scatter: scatterChart,
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
  return KINDS[line.kind](withInstead(jobOf(line, snapshot, analysis, language, width)));
}

/** The cover's bars stand beside its points and are about as high, be they many or few. */
const COVER_HEIGHT = 430;

/** The cover's bars: the week's moves of the metals' leading prices, largest rise first. Its id is `movers`. */
export function moversChart(analysis: Analysis, language: Language): Chart {
  const line: ChartLine = { id: 'movers', kind: 'movers', series: coverMovers(analysis) };
  return moversOf(jobOf(line, undefined, analysis, language), COVER_HEIGHT);
}
