import type { Section } from '../model/brief.ts';
import {
  asOfColumn,
  changeColumn,
  flagColumn,
  levelColumn,
  nameColumn,
  rangeColumn,
  trendColumn,
  unitColumn,
} from './cells.ts';
import { type Context, kindOf, seriesOf } from './context.ts';
import { emptyNote } from './empty.ts';
import { seriesTable } from './series-table.ts';

/** Every price, by metal. */
export function dashboard(context: Context): Section {
  const { say } = context;
  const groups = context.metals.map((metal) => ({
    title: metal.name[context.language],
    series: seriesOf(metal, context).filter((one) => kindOf(one) === 'price'),
  }));
  const section = { id: 'dashboard', title: say.sections.dashboard, level: 1 as const };
  if (groups.every((group) => group.series.length === 0)) return { ...section, blocks: [emptyNote(context)] };
  const columns = [
    nameColumn(context),
    unitColumn(context),
    asOfColumn(context),
    levelColumn('last', context),
    changeColumn('week', 'week', context),
    changeColumn('fourWeeks', 'four-weeks', context),
    changeColumn('quarter', 'quarter', context),
    changeColumn('ytd', 'ytd', context),
    changeColumn('year', 'year', context),
    rangeColumn(context),
    trendColumn(context),
    flagColumn(context),
  ];
  return {
    ...section,
    blocks: [seriesTable({ id: 'prices', caption: say.tables.captions.prices, columns, groups }, context)],
  };
}
