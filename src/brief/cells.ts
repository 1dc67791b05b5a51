import { daysBetween } from '../calendar/week.ts';
import { rangeBar, sparkline } from '../charts/index.ts';
import type { Head } from '../language/index.ts';
import type { Change, SeriesAnalysis, Span } from '../model/analysis.ts';
import type { Cell, Column, Run } from '../model/brief.ts';
import { printedUnitOf } from '../units/print.ts';
import { absoluteId } from './added-figures.ts';
import { type Context, isMonthly, shortNameOf } from './context.ts';
import { figureRun, hoverOf } from './runs.ts';

/** A column of a table of series: its head and what it shows of each. */
export interface SeriesColumn {
  readonly column: Column;
  cell(one: SeriesAnalysis): Cell;
}

/** Weeks of the sparkline. */
const TREND_WEEKS = 13;
/** A series has one trend, in every table and language. */
const trends = new WeakMap<SeriesAnalysis, string>();

export function nameColumn(context: Context): SeriesColumn {
  return made('series', 'left', context, (one) => ({
    line: [{ kind: 'name', text: shortNameOf(one, context) }],
  }));
}

export function unitColumn(context: Context): SeriesColumn {
  return made('unit', 'left', context, (one) => ({
    line: [{ kind: 'name', text: unitOf(one, context) }],
    muted: true,
  }));
}

export function asOfColumn(context: Context): SeriesColumn {
  return made('asOf', 'right', context, (one) => ({
    line: one.last === undefined ? [] : [context.say.dates.short(one.last.date, context.analysis.weekEnding)],
  }));
}

export function levelColumn(head: 'last' | 'level', context: Context): SeriesColumn {
  return made(head, 'right', context, (one) => ({
    line: one.last === undefined ? [] : [figureRun(one.last.figure, context)],
  }));
}

/** The change as the series says it: per cent, points or its own unit. */
export function changeColumn(head: Head, span: Span, context: Context): SeriesColumn {
  return made(head, 'right', context, (one) => {
    const change = one.changes[span];
    if (change === undefined) return noChange(one, span, context);
    return {
      line: [figureRun(change.figure, context, 'table', hoverOf(change, context))],
      ...tintOf(change, one),
    };
  });
}

/** Against the week before, or against the quotation before where a series has no weeks. */
export function latestColumn(context: Context): SeriesColumn {
  const week = changeColumn('change', 'week', context);
  const previous = changeColumn('change', 'previous', context);
  return { ...week, cell: (one) => (isMonthly(one) ? previous : week).cell(one) };
}

/** Per cent, of series that say it. */
export function perCentColumn(context: Context): SeriesColumn {
  const column = changeColumn('perCent', 'week', context);
  return {
    ...column,
    cell: (one) => (one.spec.change === 'pct' ? column.cell(one) : { line: [] }),
  };
}

/** The change in the unit of the series, where `changeColumn` gives per cent. */
export function absoluteColumn(head: Head, span: Span, context: Context): SeriesColumn {
  return made(head, 'right', context, (one) => {
    const change = one.changes[span];
    const id = change && absoluteId(change);
    if (change === undefined || id === undefined || !context.figures.has(id))
      return noChange(one, span, context);
    return { line: [figureRun(id, context, 'table', hoverOf(change, context))] };
  });
}

export function percentileColumn(context: Context): SeriesColumn {
  return made('percentile', 'right', context, (one) => ({
    line: one.percentile5y === undefined ? none(context) : [figureRun(one.percentile5y, context)],
  }));
}

export function rangeColumn(context: Context): SeriesColumn {
  return made('range', 'left', context, (one) => {
    const position = one.range52 && context.figures.get(one.range52.position);
    if (position === undefined) return { line: none(context), muted: true };
    return { svg: rangeBar(Number(position.value)), line: [figureRun(position.id, context)] };
  });
}

export function trendColumn(context: Context): SeriesColumn {
  return made('trend', 'left', context, (one) => {
    const svg = trends.get(one) ?? sparkline(one.weekly.slice(-TREND_WEEKS));
    trends.set(one, svg);
    return svg === '' ? { line: [] } : { line: [], svg };
  });
}

/** ‡ an unusual move, § unchanged for weeks, ◦ provisional or rolled over. */
export function flagColumn(context: Context): SeriesColumn {
  return made('flag', 'center', context, (one) => {
    const text = `${isUnusual(one) ? '‡' : ''}${one.unchanged ? '§' : ''}${isProvisional(one) ? '◦' : ''}`;
    return { line: text === '' ? [] : [{ kind: 'text', text }] };
  });
}

/** Beyond the catalog's bound, or three standard deviations of the series' own weeks. */
export function isUnusual(one: SeriesAnalysis): boolean {
  const week = one.changes.week;
  if (week === undefined || !('kind' in one.spec)) return false;
  return Math.abs(Number(week.value)) > one.spec.warnMove || Math.abs(one.z ?? 0) > 3;
}

export function isProvisional(one: SeriesAnalysis): boolean {
  return one.last?.status === 'provisional' || one.last?.status === 'rolled';
}

function unitOf(one: SeriesAnalysis, context: Context): string {
  const { label } = printedUnitOf(one.spec, context.language);
  return one.spec.unit === 'index' ? '' : label;
}

/** Steps of half, one and two standard deviations of the series' own moves over as long a time. */
function tintOf(change: Change, one: SeriesAnalysis): { tint?: number } {
  if (one.sd === undefined || one.sd === 0) return {};
  const weeks = Math.max(1, daysBetween(change.from.date, change.to.date) / 7);
  const move = Number(change.value) / (one.sd * Math.sqrt(weeks));
  const size = Math.abs(move);
  const step = size < 0.5 ? 0 : size < 1 ? 1 : size < 2 ? 2 : 3;
  return step === 0 ? {} : { tint: move < 0 ? -step : step };
}

function noChange(one: SeriesAnalysis, span: Span, context: Context): Cell {
  const { closed, notAvailable } = context.say.tables;
  const why = one.noChange[span];
  const word = why === 'closed' ? closed : why === 'withheld' ? notAvailable : undefined;
  return { line: word === undefined ? none(context) : [{ kind: 'text', text: word }], muted: true };
}

function none(context: Context): Run[] {
  return [{ kind: 'text', text: context.say.tables.none }];
}

function made(
  head: Head,
  align: Column['align'],
  context: Context,
  cell: (one: SeriesAnalysis) => Cell,
): SeriesColumn {
  return { column: { key: head, head: context.say.tables.heads[head], align }, cell };
}
