import type { Section } from '../model/brief.ts';
import { type Charts, chartsBlock } from './charts.ts';
import { type Context, metalsOf, seriesOf } from './context.ts';
import { emptyNote } from './empty.ts';
import { ownTable } from './own-table.ts';
import { paragraphOf } from './paragraph.ts';

export function macro(charts: Charts, context: Context): Section {
  const metals = metalsOf('macro', context);
  const series = metals.flatMap((metal) => seriesOf(metal, context));
  const section = { id: 'macro', title: context.say.sections.macro, level: 1 as const };
  if (series.length === 0) return { ...section, blocks: [emptyNote(context)] };
  return {
    ...section,
    blocks: [
      ...metals.flatMap((metal) => paragraphOf(metal, context)),
      ownTable('macro-series', context.say.tables.captions.macro, series, context),
      ...chartsBlock(charts.placed('macro')),
      ...metals.flatMap((metal) => chartsBlock(charts.ofMetal(metal.metal))),
    ],
  };
}
