import type { SeriesAnalysis } from '../model/analysis.ts';
import { changeColumn, levelColumn, nameColumn, unitColumn } from './cells.ts';
import type { Charts } from './charts.ts';
import type { Context } from './context.ts';
import type { LetterTable } from './letter.ts';

/** Rows of the letter's table: a screenful. */
const MOST_ROWS = 14;

/**
 * The cover's movers, the largest rise first. Of more than a screenful every metal keeps its first; the room that is left
 * goes to what moved most.
 */
export function letterMovers(charts: Charts, context: Context): LetterTable | undefined {
  const { block, spec } = charts.movers;
  if (spec === undefined) return undefined;
  const columns = [
    nameColumn(context),
    levelColumn('last', context),
    unitColumn(context),
    changeColumn('week', 'week', context),
  ];
  const kept = mostTelling(block.series, context);
  const rows = block.series.flatMap((id) => {
    const one = kept.has(id) ? context.analysis.series.get(id) : undefined;
    return one === undefined ? [] : [{ metal: one.metal, cells: columns.map((column) => column.cell(one)) }];
  });
  return { caption: block.subtitle, columns: columns.map(({ column }) => column), rows };
}

function mostTelling(ids: readonly string[], context: Context): ReadonlySet<string> {
  const movers = [...context.analysis.series.values()].filter(({ id }) => ids.includes(id));
  const isFirst = (one: SeriesAnalysis): boolean => movers.find(({ metal }) => metal === one.metal) === one;
  const move = ({ changes }: SeriesAnalysis): number => Math.abs(Number(changes.week?.value ?? 0));
  const ranked = [
    ...movers.filter(isFirst),
    ...movers.filter((one) => !isFirst(one)).sort((a, b) => move(b) - move(a)),
  ];
  return new Set(ranked.slice(0, MOST_ROWS).map(({ id }) => id));
}
