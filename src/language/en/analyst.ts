import type { Language } from '../../model/language.ts';
import type { AnalystPhrases } from '../phrases.ts';
import { line } from '../runs.ts';

const LANGUAGE: Readonly<Record<Language, string>> = { en: 'English', zh: 'Chinese' };

export const analyst: AnalystPhrases = {
  overview: 'The desk’s view',
  label: 'Analyst’s note',
  by: (author) => line`Analyst’s note · ${author}`,
  headline: 'Headline by the desk',
  headlineBy: (author) => line`Headline by ${author}`,
  onlyIn: (language, whole) =>
    whole
      ? `This week’s notes are only in ${LANGUAGE[language]}.`
      : `The note on this part is only in ${LANGUAGE[language]}.`,
  instead: (why) => line`(${why})`,
  of: (day) => line` (${day})`,
  missing: {
    closed: 'no session to compare with',
    'no-comparator': 'no earlier value to compare with',
    'no-observation': 'no observation this week',
    'not-weekly': 'not a weekly series',
    withheld: 'not available: the value it would be compared with is withheld',
    never: 'no observation yet',
    parts: 'its parts are not of one day',
  },
  picture: 'A picture without a description',
};
