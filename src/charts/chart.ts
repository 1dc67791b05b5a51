import type { ChartBlock } from '../model/brief.ts';
import type { ChartFinding } from './finding.ts';
import type { VegaLiteSpec } from './plot.ts';

/**
 * A chart in one language: the words around it, its picture as a Vega-Lite specification (absent when
 * `block.missing` says why), and what it shows as data for the title.
 */
export interface Chart {
  readonly block: Omit<ChartBlock, 'title'>;
  readonly spec: VegaLiteSpec | undefined;
  readonly finding: ChartFinding;
}
