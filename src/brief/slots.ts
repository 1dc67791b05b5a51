import { plainText } from '../language/index.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Language } from '../model/language.ts';
import type { Slot } from '../model/notes.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { MEASURES } from '../notes/index.ts';
import { contextOf, nameOf, seriesOf } from './context.ts';
import { slotRuns } from './slot-runs.ts';

/** What a note can ask for of one series, for whoever writes one. */
export interface SeriesSlots {
  readonly series: string;
  readonly name: string;
  readonly metal: string;
  /** As they are typed between braces, `cu_lme_3m wow`, and as they would be printed now. */
  readonly slots: ReadonlyArray<{ readonly slot: string; readonly text: string }>;
}

/** Every series that has a value, in the order of the brief, with what its slots print in a language. */
export function slotsFor(snapshot: Snapshot, analysis: Analysis, language: Language): SeriesSlots[] {
  const context = contextOf(snapshot, analysis, language);
  return context.metals.flatMap((metal) =>
    seriesOf(metal, context).map((one) => ({
      series: one.id,
      name: nameOf(one, context),
      metal: metal.name[language],
      slots: MEASURES.filter(({ measure }) => measure === 'last' || one.changes[measure] !== undefined).map(
        ({ measure, words }) => {
          const slot: Slot = { series: one.id, measure, absolute: false };
          return {
            slot: measure === 'last' ? one.id : `${one.id} ${words[0]}`,
            text: plainText(slotRuns(slot, context)),
          };
        },
      ),
    })),
  );
}
