import type { Analysis, Change, SeriesAnalysis, Span } from '../model/analysis.ts';
import type { Figure, FigureId, Metric } from '../model/figure.ts';
import type { Finding } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { decimal, plain } from '../units/decimal.ts';
import { vatRate } from '../units/vat.ts';

/** Spans whose change a stock also says in tonnes. */
const ABSOLUTE_SPANS: readonly Span[] = ['week', 'since-monday', 'previous', 'four-weeks'];
/** Notes may ask for any change in the unit of its series. */
const ALL_SPANS: readonly Span[] = [...ABSOLUTE_SPANS, 'quarter', 'ytd', 'year'];

/** Factors the method section prints, by the definition of the units. */
export const CONSTANTS = {
  pounds: { id: 'method.pounds', value: '2204.62262', unit: 'lb' },
  ounces: { id: 'method.ounces', value: '32150.7466', unit: 'ozt' },
  shortTon: { id: 'method.short_ton', value: '907.18474', unit: 'kg' },
  unit: { id: 'method.mtu', value: '10', unit: 'kg' },
} as const;
export const VAT = 'method.vat';

/** Id of a change in the series' own unit where the analysis gives per cent. */
export function absoluteId(change: Change): FigureId {
  return change.kind === 'pct' ? `${change.figure}.absolute` : change.figure;
}

/** Figures of the analysis in another form, and constants: nothing here is news. */
export function addedFigures(
  analysis: Analysis,
  { findings, notes }: Pick<Snapshot, 'findings' | 'notes'>,
): Map<FigureId, Figure> {
  const added = new Map<FigureId, Figure>();
  for (const one of analysis.series.values()) {
    for (const span of notes === undefined ? ABSOLUTE_SPANS : ALL_SPANS) {
      const change = one.changes[span];
      if (change?.kind !== 'pct' || !(saysBoth(one) || notes !== undefined)) continue;
      const figure = analysis.figures.get(change.figure);
      if (figure === undefined) continue;
      const id = absoluteId(change);
      const value = plain(decimal(change.to.value).minus(decimal(change.from.value)));
      added.set(id, { ...figure, id, value, unit: one.spec.unit });
    }
  }
  const rate = vatRate(analysis.weekEnding).times(100);
  for (const figure of [...Object.values(CONSTANTS), { id: VAT, value: plain(rate), unit: '%' }]) {
    added.set(figure.id, constant(figure, analysis));
  }
  for (const group of findingGroups(findings)) {
    const id = findingCountId(group[0]);
    added.set(id, { ...constant({ id, value: String(group.length), unit: '1' }, analysis), metric: 'count' });
  }
  return added;
}

/** Findings of one code about one series or place. */
export function findingGroups(findings: readonly Finding[]): Array<readonly [Finding, ...Finding[]]> {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const id = findingCountId(finding);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

export function findingCountId(finding: Finding): FigureId {
  const { code, relation, series, where } = finding;
  return `notes.${code.toLowerCase()}.${relation ?? series ?? where}`;
}

/** Stocks and holdings are said in tonnes and in per cent. */
export function saysBoth(one: SeriesAnalysis): boolean {
  if (!('kind' in one.spec)) return one.spec.formula === 'sum';
  return ['stock', 'etf', 'position', 'output', 'trade', 'tender'].includes(one.spec.kind);
}

function constant(of: { id: string; value: string; unit: string }, analysis: Analysis): Figure {
  const metric: Metric = 'rate';
  return {
    id: of.id,
    series: 'desk',
    metric,
    value: of.value,
    unit: of.unit,
    asOf: analysis.weekEnding,
    source: 'desk',
    places: [],
    illustrative: false,
    check: 'passed',
  };
}
