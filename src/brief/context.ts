import { daysBetween } from '../calendar/week.ts';
import { type Phrases, type PrintedNumber, phrases, type Statement } from '../language/index.ts';
import type { Analysis, SeriesAnalysis } from '../model/analysis.ts';
import type { MetalGroup, MetalSpec, SeriesSpec } from '../model/catalog.ts';
import { METAL_GROUPS } from '../model/catalog.ts';
import type { Figure, FigureId } from '../model/figure.ts';
import type { Language } from '../model/language.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { addedFigures } from './added-figures.ts';

/** What every section is composed from. */
export interface Context {
  readonly snapshot: Snapshot;
  readonly analysis: Analysis;
  /** The analysis' figures and the few that only print needs. */
  readonly figures: ReadonlyMap<FigureId, Figure>;
  readonly language: Language;
  readonly say: Phrases;
  /** In print order: by group, then by the catalog's order. */
  readonly metals: readonly MetalSpec[];
  /** What was printed and said once is not worked out again: a figure stands in several tables and sentences. */
  readonly printed: Map<string, PrintedNumber>;
  readonly statements: Map<SeriesAnalysis, Statement | undefined>;
}

export function contextOf(snapshot: Snapshot, analysis: Analysis, language: Language): Context {
  return {
    snapshot,
    analysis,
    figures: new Map([...analysis.figures, ...addedFigures(analysis, snapshot)]),
    language,
    printed: new Map(),
    statements: new Map(),
    say: phrases(language),
    metals: [...snapshot.metals].sort(
      (a, b) => METAL_GROUPS.indexOf(a.group) - METAL_GROUPS.indexOf(b.group) || a.order - b.order,
    ),
  };
}

/** Kind of a series; a derived sum counts as a stock, as sums are made of stocks. */
export function kindOf(one: SeriesAnalysis): SeriesSpec['kind'] | 'derived' {
  if ('kind' in one.spec) return one.spec.kind;
  return one.spec.formula === 'sum' ? 'stock' : 'derived';
}

export function isMonthly(one: SeriesAnalysis): boolean {
  return 'frequency' in one.spec && one.spec.frequency === 'monthly';
}

/** Has a value, be it withheld, and is meant to be read rather than only drawn. */
export function isListed(one: SeriesAnalysis): boolean {
  return one.freshness !== 'never' && !('background' in one.spec && one.spec.background === true);
}

export function nameOf(one: SeriesAnalysis, context: Context): string {
  return one.spec.name[context.language];
}

export function shortNameOf(one: SeriesAnalysis, context: Context): string {
  return (one.spec.short ?? one.spec.name)[context.language];
}

/** Parts of a total may not be further apart than this. */
const SAME_TIME_DAYS = 3;

/** A total is said only where the newest values of its parts lie close together; other series are whole. */
export function isWhole(one: SeriesAnalysis, context: Context): boolean {
  if (!('formula' in one.spec) || one.spec.formula !== 'sum' || one.freshness === 'withheld') return true;
  const dates = one.spec.of.flatMap((id) => context.analysis.series.get(id)?.last?.date ?? []).sort();
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined || dates.length < one.spec.of.length) return false;
  return daysBetween(first, last) <= SAME_TIME_DAYS;
}

/** A metal's series and derived series in the catalog's order, those with a value only. */
export function seriesOf(metal: MetalSpec, context: Context): SeriesAnalysis[] {
  return [...metal.series, ...metal.derived].flatMap((spec) => {
    const one = context.analysis.series.get(spec.id);
    return one !== undefined && isListed(one) && isWhole(one, context) ? [one] : [];
  });
}

export function metalsOf(group: MetalGroup, context: Context): MetalSpec[] {
  return context.metals.filter((metal) => metal.group === group);
}

/** Whether any series that the week looks at has made-up history. */
export function isIllustrative(context: Context): boolean {
  return [...context.analysis.series.values()].some((one) => one.weekly.some((point) => point.illustrative));
}
