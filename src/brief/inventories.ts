import type { Block, Section } from '../model/brief.ts';
import {
  absoluteColumn,
  asOfColumn,
  changeColumn,
  latestColumn,
  levelColumn,
  nameColumn,
  perCentColumn,
  percentileColumn,
  type SeriesColumn,
  trendColumn,
  unitColumn,
} from './cells.ts';
import { type Charts, chartsBlock } from './charts.ts';
import { type Context, kindOf, seriesOf } from './context.ts';
import { emptyNote } from './empty.ts';
import { type SeriesGroup, seriesTable } from './series-table.ts';

export function inventories(charts: Charts, context: Context): Section {
  const { tables, sections } = context.say;
  const name = nameColumn(context);
  const unit = unitColumn(context);
  const asOf = asOfColumn(context);
  const week = changeColumn('week', 'week', context);
  const fourWeeks = changeColumn('fourWeeks', 'four-weeks', context);
  const year = changeColumn('year', 'year', context);
  const trend = trendColumn(context);
  const table = (
    id: 'inventories' | 'rates' | 'output' | 'spreads',
    kinds: readonly string[],
    columns: readonly SeriesColumn[],
    notes: readonly string[] = [],
  ): Block[] => {
    const groups = groupsOf(kinds, context);
    if (groups.length === 0) return [];
    return [seriesTable({ id, caption: tables.captions[id], columns, groups, notes }, context)];
  };
  const blocks = [
    ...table(
      'inventories',
      ['stock', 'etf', 'position'],
      [
        name,
        unit,
        asOf,
        levelColumn('level', context),
        absoluteColumn('change', 'week', context),
        perCentColumn(context),
        absoluteColumn('monday', 'since-monday', context),
        year,
        percentileColumn(context),
        trend,
      ],
      hasTotals(context) ? [tables.notes.totals] : [],
    ),
    ...chartsBlock(charts.placed('inventories')),
    ...table(
      'rates',
      ['oprate'],
      [name, unit, asOf, levelColumn('last', context), latestColumn(context), fourWeeks, year, trend],
      [tables.notes.rates],
    ),
    ...table(
      'output',
      ['output', 'trade', 'tender'],
      [name, unit, asOf, levelColumn('last', context), latestColumn(context), fourWeeks, year, trend],
    ),
    ...table(
      'spreads',
      ['premium', 'spread', 'fee', 'derived'],
      [name, unit, asOf, levelColumn('last', context), week, fourWeeks, year, trend],
      [tables.notes.spreads],
    ),
  ];
  return {
    id: 'inventories',
    title: sections.inventories,
    level: 1,
    blocks: blocks.length === 0 ? [emptyNote(context)] : blocks,
  };
}

function groupsOf(kinds: readonly string[], context: Context): SeriesGroup[] {
  return context.metals
    .map((metal) => ({
      title: metal.name[context.language],
      series: seriesOf(metal, context).filter((one) => kinds.includes(kindOf(one))),
    }))
    .filter((group) => group.series.length > 0);
}

function hasTotals(context: Context): boolean {
  return context.metals.some((metal) => metal.derived.some((spec) => spec.formula === 'sum'));
}
