import type { Section } from '../model/brief.ts';
import type { MetalSpec } from '../model/catalog.ts';
import { isSpokenOf } from './analyst.ts';
import { type Charts, chartsOrReason } from './charts.ts';
import { type Context, seriesOf } from './context.ts';
import { ownTable } from './own-table.ts';
import { paragraphOf } from './paragraph.ts';

/** A metal's part: paragraph, charts, its series. A neighbor without data is left out; a core metal says so. */
export function metalSection(metal: MetalSpec, charts: Charts, context: Context): Section[] {
  const title = metal.name[context.language];
  const series = seriesOf(metal, context);
  const section = { id: metal.metal, title, level: 2 as const };
  if (series.length === 0) {
    if (!metal.core && !isSpokenOf(metal.metal, context)) return [];
    return [{ ...section, blocks: [{ kind: 'note', line: context.say.overview.noSeries(title) }] }];
  }
  const table =
    series.length < 2
      ? []
      : [ownTable(`${metal.metal}-series`, context.say.tables.captions.metal(title), series, context)];
  return [
    {
      ...section,
      blocks: [...paragraphOf(metal, context), ...chartsOrReason(charts.ofMetal(metal.metal)), ...table],
    },
  ];
}
