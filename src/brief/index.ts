import type { VegaLiteSpec } from '../charts/index.ts';
import { plainText } from '../language/index.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Brief, Section } from '../model/brief.ts';
import type { SectionName } from '../model/catalog.ts';
import type { PrintedFigure } from '../model/figure.ts';
import type { Language } from '../model/language.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { EditionId } from '../model/time.ts';
import { withAnalyst } from './analyst.ts';
import { type Charts, chartsOf } from './charts.ts';
import { type Context, contextOf, isIllustrative } from './context.ts';
import { coverOf } from './cover.ts';
import { dashboard } from './dashboard.ts';
import { dataNotes } from './data-notes.ts';
import { disclaimer } from './disclaimer.ts';
import { group } from './group.ts';
import { inventories } from './inventories.ts';
import { type LetterDraft, letterOf } from './letter.ts';
import { macro } from './macro.ts';
import { method } from './method.ts';
import { printedFigures } from './printed.ts';

export type { LetterDraft, LetterTable } from './letter.ts';
export { linesOf } from './printed.ts';
export { slotsFor } from './slots.ts';

export interface Composition {
  readonly brief: Brief;
  /** Pictures to draw, by the id of their chart. */
  readonly charts: ReadonlyArray<{ readonly id: string; readonly spec: VegaLiteSpec }>;
  /** Every figure the brief prints and the texts it prints it as. */
  readonly printed: readonly PrintedFigure[];
  /** The same week as it is mailed. */
  readonly letter: LetterDraft;
}

/** What an edition says in one language. A pure function: the same snapshot and analysis, the same brief. */
export function compose(
  snapshot: Snapshot,
  analysis: Analysis,
  language: Language,
  edition: EditionId,
): Composition {
  const context = contextOf(snapshot, analysis, language);
  const charts = chartsOf(context);
  const cover = coverOf(charts, context);
  const { desk } = snapshot;
  const friday = plainText([context.say.dates.full(analysis.weekEnding)]);
  const brief: Brief = {
    schema: 1,
    edition,
    week: snapshot.week,
    language,
    title: `${desk.title[language]} · ${friday}`,
    runningHead: `${desk.name[language]} · ${desk.title[language]} · ${edition}`,
    cover,
    sections: withAnalyst(
      desk.sections.flatMap((section) => SECTIONS[section](charts, context)),
      context,
    ),
    words: context.say.words,
    illustrative: isIllustrative(context),
  };
  const placed = new Set(
    [
      cover.movers,
      ...brief.sections
        .flatMap((section) => section.blocks)
        .flatMap((block) => (block.kind === 'charts' ? block.charts : [])),
    ].flatMap((block) => block?.id ?? []),
  );
  return {
    brief,
    charts: charts
      .all()
      .flatMap(({ block, spec }) =>
        spec === undefined || !placed.has(block.id) ? [] : [{ id: block.id, spec }],
      ),
    printed: printedFigures(brief, context.figures),
    letter: letterOf(brief, charts, context),
  };
}

/** A section of the desk's list may be several of the brief's: a group is followed by its metals. */
const SECTIONS: Readonly<Record<SectionName, (charts: Charts, context: Context) => Section[]>> = {
  dashboard: (_charts, context) => [dashboard(context)],
  inventories: (charts, context) => [inventories(charts, context)],
  macro: (charts, context) => [macro(charts, context)],
  bulk: (charts, context) => group('bulk', charts, context),
  minor: (charts, context) => group('minor', charts, context),
  energy: (charts, context) => group('energy', charts, context),
  method: (_charts, context) => [method(context)],
  'data-notes': (_charts, context) => [dataNotes(context)],
  disclaimer: (_charts, context) => [disclaimer(context)],
};
