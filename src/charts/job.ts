import { type ChartPhrases, chartPhrases } from '../language/chart.ts';
import type { Analysis } from '../model/analysis.ts';
import type { ChartLine } from '../model/catalog.ts';
import type { Language } from '../model/language.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { SIZES, type WidthClass } from './theme.ts';

/** One chart to make: its catalog line, what is known, and for whom. */
export interface Job {
  readonly line: ChartLine;
  /** For the names of series that were never observed; the cover's chart has none. */
  readonly snapshot: Snapshot | undefined;
  readonly analysis: Analysis;
  readonly language: Language;
  readonly words: ChartPhrases;
  readonly width: WidthClass;
}

/** Widths that suit a kind where the page asks for none: one line needs a third, two names or two axes a half. */
const WIDTHS: Readonly<Record<ChartLine['kind'], WidthClass>> = {
  line: 'third',
  seasonal: 'third',
  stacked: 'half',
  movers: 'half',
  compare: 'third',
  spread: 'third',
  ratio: 'third',
  scatter: 'half',
};

export function jobOf(
  line: ChartLine,
  snapshot: Snapshot | undefined,
  analysis: Analysis,
  language: Language,
  width?: WidthClass,
): Job {
  const many = line.series.length > 2 || line.right !== undefined;
  const usual = WIDTHS[line.kind] === 'third' && many ? 'half' : WIDTHS[line.kind];
  // Names in the plot need room: these kinds do not go into a third.
  const fitting =
    width === 'third' && WIDTHS[line.kind] === 'half' && line.kind !== 'stacked' ? 'half' : width;
  return { line, snapshot, analysis, language, words: chartPhrases[language], width: fitting ?? usual };
}

export function sizeOf(job: Job): { readonly width: number; readonly height: number } {
  return SIZES[job.width];
}

/** Pixels a label beside the plot may take before it is broken into lines. */
export function labelRoom(job: Job): number {
  return { third: 56, half: 78, full: 120 }[job.width];
}
