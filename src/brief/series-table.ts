import { line } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block, Line, Row, Run } from '../model/brief.ts';
import { isProvisional, isUnusual, type SeriesColumn } from './cells.ts';
import type { Context } from './context.ts';
import { whyOf } from './withheld.ts';

type Table = Extract<Block, { kind: 'table' }>;

export interface SeriesGroup {
  readonly title?: string;
  readonly series: readonly SeriesAnalysis[];
}

/** Columns that stand in the row of a stale or withheld series, before the words that fill the rest of it. */
const KEPT_COLUMNS = 2;

/** A table of one row per series. Its notes are those its cells need, then the caller's. */
export function seriesTable(
  of: {
    readonly id: string;
    readonly caption: string;
    readonly columns: readonly SeriesColumn[];
    readonly groups: readonly SeriesGroup[];
    readonly notes?: readonly string[];
  },
  context: Context,
): Table {
  const groups = of.groups
    .filter((group) => group.series.length > 0)
    .map((group) => ({
      ...(group.title === undefined ? {} : { title: group.title }),
      rows: group.series.map((one) => rowOf(one, of.columns, context)),
    }));
  const shown = of.groups.flatMap((group) => group.series).filter((one) => one.freshness !== 'stale');
  return {
    kind: 'table',
    id: of.id,
    caption: of.caption,
    columns: of.columns.map(({ column }) => column),
    groups,
    notes: [
      ...neededNotes(groups, shown, of.columns, context),
      ...(of.notes ?? []).map((note) => line`${note}`),
    ],
  };
}

function rowOf(one: SeriesAnalysis, columns: readonly SeriesColumn[], context: Context): Row {
  const instead = wordsInstead(one, context);
  if (instead === undefined) return { series: one.id, cells: columns.map((column) => column.cell(one)) };
  return {
    series: one.id,
    cells: [
      ...columns.slice(0, KEPT_COLUMNS).map((column) => column.cell(one)),
      {
        line: instead,
        muted: true,
        span: Math.max(1, columns.length - KEPT_COLUMNS),
      },
    ],
  };
}

/** Why a row has no figures; undefined where it has. */
function wordsInstead(one: SeriesAnalysis, context: Context): Line | undefined {
  if (one.freshness === 'withheld') return context.say.withheld.cell(whyOf(one, context));
  if (one.freshness !== 'stale' || one.last === undefined) return undefined;
  return context.say.tables.noObservation(context.say.dates.full(one.last.date));
}

function isText(run: Run): boolean {
  return run.kind === 'text';
}

function neededNotes(
  groups: readonly { readonly rows: readonly Row[] }[],
  shown: readonly SeriesAnalysis[],
  columns: readonly SeriesColumn[],
  context: Context,
): Line[] {
  const { tables } = context.say;
  const cells = groups.flatMap((group) => group.rows).flatMap((row) => row.cells);
  const texts = new Set(cells.flatMap((cell) => cell.line.filter(isText).map((run) => run.text)));
  const has = (key: string): boolean => columns.some(({ column }) => column.key === key);
  const notes: string[] = [];
  if (cells.some((cell) => cell.tint !== undefined)) notes.push(tables.notes.shading);
  if (texts.has(tables.none)) notes.push(tables.notes.none);
  if (texts.has(tables.closed)) notes.push(tables.notes.closed);
  if (texts.has(tables.notAvailable)) notes.push(tables.notes.notAvailable);
  if (has('flag')) {
    if (shown.some(isUnusual)) notes.push(tables.notes.unusual);
    if (shown.some((one) => one.unchanged !== undefined)) notes.push(tables.notes.unchanged);
    if (shown.some(isProvisional)) notes.push(tables.notes.provisional);
  }
  if (cells.some((cell) => cell.line.some((run) => run.kind === 'figure' && run.dagger === true))) {
    notes.push(tables.notes.dagger);
  }
  return notes.length === 0 ? [] : [line`${notes.join(context.language === 'zh' ? '' : ' ')}`];
}
