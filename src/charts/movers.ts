import type { ChartPhrases } from '../language/chart.ts';
import { printFigure } from '../language/numbers.ts';
import type { Analysis, Change, SeriesAnalysis } from '../model/analysis.ts';
import type { Language } from '../model/language.ts';
import { decimal } from '../units/decimal.ts';
import type { Chart } from './chart.ts';
import { type BarRow, horizontalBars } from './hbars.ts';
import type { Job } from './job.ts';
import { specOf } from './plot.ts';
import { moveInk, pageInk, SIZES } from './theme.ts';
import { directionOf, said } from './track.ts';
import { type Dates, datesOf, usualDates } from './usual-dates.ts';
import { sourceNames } from './words.ts';

const ROW_HEIGHT = 12;
/** Rows that are to fill a height are no higher than this: a few bars would be blocks. */
const HIGHEST_ROW = 26;
/** Opacity of a bar that rests on illustrative history; the word stands beside its name. */
const FAINT = 0.4;

interface Mover {
  readonly series: SeriesAnalysis;
  readonly change: Change;
}

/**
 * The week's moves of the series, largest rise first. Series without a per-cent change this week are not shown.
 * `height`: pixels that the bars are to fill.
 */
export function moversOf(job: Job, height?: number): Chart {
  const movers = job.line.series.flatMap((id) => {
    const series = job.analysis.series.get(id);
    const change = series?.changes.week;
    return series !== undefined && change?.kind === 'pct' ? [{ series, change }] : [];
  });
  return drawn(job, sorted(movers), height);
}

/** Bars of the cover. */
const MOST_BARS = 20;

/**
 * Prices with a change this week, in the catalog's order: the first of each metal, then the second of each and so
 * on, until the cover is full. Those that rest on illustrative history come in only as a metal's first.
 */
export function coverMovers(analysis: Analysis): string[] {
  const ranks = new Map<string, number>();
  const ids: { readonly id: string; readonly rank: number }[] = [];
  for (const series of analysis.series.values()) {
    const { spec, metal } = series;
    if ('formula' in spec || spec.kind !== 'price' || spec.background) continue;
    if (series.changes.week?.kind !== 'pct') continue;
    const rank = ranks.get(metal) ?? 0;
    if (rank > 0 && series.changes.week.illustrative) continue;
    ranks.set(metal, rank + 1);
    ids.push({ id: series.id, rank });
  }
  return ids
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_BARS)
    .map(({ id }) => id);
}

function sorted(movers: readonly Mover[]): Mover[] {
  return movers.toSorted(
    (a, b) =>
      decimal(b.change.value).comparedTo(decimal(a.change.value)) || (a.series.id < b.series.id ? -1 : 1),
  );
}

function drawn(job: Job, movers: readonly Mover[], height?: number): Chart {
  const { words, language, width } = job;
  const series = movers.map((mover) => mover.series.id);
  const finding = {
    kind: 'movers' as const,
    up: movers.filter((mover) => directionOf(mover.change.value) === 'up').map(said),
    down: movers
      .filter((mover) => directionOf(mover.change.value) === 'down')
      .map(said)
      .reverse(),
    flat: movers.filter((mover) => directionOf(mover.change.value) === 'flat').map(said),
  };
  const usual = usualDates(movers.map(({ change }) => datesOf(change)));
  if (usual === undefined) {
    const missing = words.noMoves;
    const block = {
      id: job.line.id,
      kind: 'movers',
      subtitle: '',
      source: '',
      alt: missing,
      illustrative: false,
      width,
      series: job.line.series,
      missing,
    };
    return { block, spec: undefined, finding: { kind: 'missing', series: job.line.series } };
  }
  const illustrative = movers.some(({ change }) => change.illustrative);
  const rows = movers.map((mover) => rowOf(mover, usual, job.analysis, language, words));
  const measure = words.weekAgainst(usual.to, usual.from);
  return {
    block: {
      id: job.line.id,
      kind: 'movers',
      subtitle: measure,
      source: words.source(
        sourceNames(job, series),
        movers
          .map(({ change }) => change.to.date)
          .sort()
          .at(-1) ?? usual.to,
        false,
      ),
      alt: words.altValues(
        'movers',
        measure,
        rows.map(({ name, bars }) => ({ name, value: bars[0]?.text ?? '' })),
        illustrative,
      ),
      illustrative,
      width,
      series,
    },
    spec: specOf(
      horizontalBars(rows, { width: SIZES[width].width, rowHeight: rowHeight(rows.length, height), top: 2 }),
    ),
    finding,
  };
}

function rowHeight(rows: number, height = 0): number {
  return Math.min(HIGHEST_ROW, Math.max(ROW_HEIGHT, height / rows));
}

function rowOf(
  { series, change }: Mover,
  usual: Dates,
  analysis: Analysis,
  language: Language,
  words: ChartPhrases,
): BarRow {
  const figure = analysis.figures.get(change.figure);
  const direction = directionOf(change.value);
  const ink = direction === 'flat' ? pageInk('muted') : moveInk(direction, language);
  const value = decimal(change.value).toNumber();
  const text = figure === undefined ? '' : printFigure(figure, series.spec, language).text;
  const same = change.to.date === usual.to && change.from.date === usual.from;
  const asides = [
    ...(same ? [] : [words.dates(change.to.date, change.from.date)]),
    ...(change.illustrative ? [words.illustrative] : []),
  ];
  return {
    name: (series.spec.short ?? series.spec.name)[language],
    ...(asides.length === 0 ? {} : { aside: asides.join(' · ') }),
    bars: [{ value, text, ink, opacity: change.illustrative ? FAINT : 1 }],
  };
}
