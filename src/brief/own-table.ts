import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block } from '../model/brief.ts';
import {
  asOfColumn,
  changeColumn,
  flagColumn,
  levelColumn,
  nameColumn,
  trendColumn,
  unitColumn,
} from './cells.ts';
import type { Context } from './context.ts';
import { seriesTable } from './series-table.ts';

/** A few series in one table, each change as its series says it. */
export function ownTable(
  id: string,
  caption: string,
  series: readonly SeriesAnalysis[],
  context: Context,
): Block {
  const columns = [
    nameColumn(context),
    unitColumn(context),
    asOfColumn(context),
    levelColumn('last', context),
    changeColumn('week', 'week', context),
    changeColumn('fourWeeks', 'four-weeks', context),
    changeColumn('year', 'year', context),
    trendColumn(context),
    flagColumn(context),
  ];
  return seriesTable({ id, caption, columns, groups: [{ series }] }, context);
}
