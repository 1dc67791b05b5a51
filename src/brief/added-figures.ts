import type { Analysis, Change, SeriesAnalysis, Span } from '../model/analysis.ts';
import type { Figure, FigureId, Metric } from '../model/figure.ts';
import { decimal, plain } from '../units/decimal.ts';
import { vatRate } from '../units/vat.ts';

/** Spans whose change a stock also says in tonnes. */
const ABSOLUTE_SPANS = ['week', 'since-monday', 'previous', 'four-weeks'] as const satisfies readonly Span[];

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
export function addedFigures(analysis: Analysis): Map<FigureId, Figure> {
  const added = new Map<FigureId, Figure>();
  for (const one of analysis.series.values()) {
    for (const span of ABSOLUTE_SPANS) {
      const change = one.changes[span];
      if (change?.kind !== 'pct' || !saysBoth(one)) continue;
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
  return added;
}

/** Stocks and holdings are said in tonnes and in per cent. */
export function saysBoth(one: SeriesAnalysis): boolean {
  if (!('kind' in one.spec)) return one.spec.formula === 'sum';
  return ['stock', 'etf', 'position', 'output', 'trade', 'tender'].includes(one.spec.kind);
}

/** A number of files, series or rows, for a note. */
export function countFigure(id: FigureId, count: number, analysis: Analysis): Figure {
  return { ...constant({ id, value: String(count), unit: '1' }, analysis), metric: 'count' };
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
