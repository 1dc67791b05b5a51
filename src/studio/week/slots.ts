import type { Language } from '../../model/language.ts';
import type { Readiness } from '../../model/readiness.ts';
import type { View } from '../../render/view.ts';
import type { WeekWords } from './words.ts';

/** Figures the notes may ask for, metal by metal, with what they are today. */
export function slotsView({ metals }: Readiness, language: Language, { words }: WeekWords): View {
  return {
    title: words.slots,
    hint: words.slotsHint,
    last: words.slotLast,
    week: words.slotWeek,
    metals: metals.flatMap(({ name, series }) => {
      const valued = series.filter(({ last, freshness }) => last !== undefined && freshness !== 'withheld');
      if (valued.length === 0) return [];
      return [
        {
          name: name[language],
          series: valued.map(({ id, name: own, last, unit, change, tone }) => ({
            name: own[language],
            last: { slot: `{{${id}}}`, value: `${last?.printed[language] ?? ''} ${unit[language]}`.trim() },
            week: { slot: change[language] === '' ? '' : `{{${id} wow}}`, value: change[language], tone },
          })),
        },
      ];
    }),
  };
}
