import type { Language } from '../model/language.ts';
import { en } from './en.ts';
import type { Phrases } from './phrases.ts';
import { zh } from './zh.ts';

export { dateForms } from './dates.ts';
export {
  type FigureForm,
  hasUnit,
  type PrintedNumber,
  printFigure,
  roundedFigure,
} from './numbers.ts';
export type { Among, FindingKind, Head, Phrases, Why } from './phrases.ts';
export { placeSaid, problemSaid, type Said } from './problems.ts';
export { type Around, holidaySaid, reasonSaid } from './reasons.ts';
export {
  daggered,
  joined,
  line,
  lineOf,
  name,
  type Part,
  plainText,
  undaggered,
} from './runs.ts';
export type { Comparator, Difference, Remark, Statement, Strength } from './statements.ts';

const ALL: Readonly<Record<Language, Phrases>> = { en, zh };

/** Every phrase of a language. Adding a language to the model makes the compiler ask for it here. */
export function phrases(language: Language): Phrases {
  return ALL[language];
}
