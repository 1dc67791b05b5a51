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
  /** Whether the page asks for this width; else it is the one that suits the kind. */
  readonly asked: boolean;
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

const NAMED: ReadonlySet<ChartLine['kind']> = new Set(['movers', 'scatter']);

export function jobOf(
  line: ChartLine,
  snapshot: Snapshot | undefined,
  analysis: Analysis,
  language: Language,
  width?: WidthClass,
): Job {
  const words = chartPhrases[language];
  // Names of many points or bars do not go into a third.
  const wanted = width === 'third' && NAMED.has(line.kind) ? 'half' : width;
  const asked = wanted !== undefined;
  return { line, snapshot, analysis, language, words, width: wanted ?? usualWidth(line, analysis), asked };
}

/** By the series that have something to draw, for those are what needs room. */
export function usualWidth(line: ChartLine, analysis: Analysis): WidthClass {
  const drawn = (ids: readonly string[] = []): number =>
    ids.filter((id) => (analysis.series.get(id)?.weekly.length ?? 0) > 0).length;
  const usual = WIDTHS[line.kind];
  const many = drawn(line.series) > 2 || (drawn(line.series) > 0 && drawn(line.right) > 0);
  return usual === 'third' && (many || (line.kind === 'compare' && line.series.length > 1)) ? 'half' : usual;
}

export function sizeOf(job: Job): { readonly width: number; readonly height: number } {
  return SIZES[job.width];
}

/** Pixels a label beside the plot may take before it is broken into lines. */
export function labelRoom(job: Job): number {
  return { third: 56, half: 78, full: 120, letter: 68 }[job.width];
}
