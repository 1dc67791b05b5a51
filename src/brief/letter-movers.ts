import { changeColumn, levelColumn, nameColumn, unitColumn } from './cells.ts';
import type { Charts } from './charts.ts';
import type { Context } from './context.ts';
import type { LetterTable } from './letter.ts';

/** Rows of the letter's table: a screenful. */
const MOST_ROWS = 14;

/** The cover's movers, the largest rise first; of more than a screenful every metal keeps its first before any its second. */
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

/** In the catalog's order the first series of each metal, then the second of each, until the table is full. */
function mostTelling(ids: readonly string[], context: Context): ReadonlySet<string> {
  const ranks = new Map<string, number>();
  const ranked = [...context.analysis.series.values()]
    .filter(({ id }) => ids.includes(id))
    .map(({ id, metal }) => {
      const rank = ranks.get(metal) ?? 0;
      ranks.set(metal, rank + 1);
      return { id, rank };
    })
    .sort((a, b) => a.rank - b.rank);
  return new Set(ranked.slice(0, MOST_ROWS).map(({ id }) => id));
}
