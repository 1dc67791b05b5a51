import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block } from '../model/brief.ts';
import type { MetalSpec } from '../model/catalog.ts';
import { type Context, kindOf, seriesOf } from './context.ts';
import { statementOf } from './statement.ts';

/** What the catalog's `paragraph` lists of a metal, in its order, as sentences. Nothing where nothing was observed. */
export function paragraphOf(metal: MetalSpec, context: Context): Block[] {
  const listed = metal.paragraph.flatMap((id) => context.analysis.series.get(id) ?? []);
  const said = [...listed, ...standIns(metal, listed, context)].flatMap(
    (one) => statementOf(one, context) ?? [],
  );
  return said.length === 0 ? [] : [{ kind: 'paragraph', line: context.say.paragraph(said) }];
}

/** Where every price the paragraph lists has fallen silent, the metal's other prices of the week speak for it. */
function standIns(
  metal: MetalSpec,
  listed: readonly SeriesAnalysis[],
  context: Context,
): readonly SeriesAnalysis[] {
  const speaks = (one: SeriesAnalysis): boolean => kindOf(one) === 'price' && one.freshness === 'fresh';
  return listed.some(speaks) ? [] : seriesOf(metal, context).filter(speaks);
}
