import type { Freshness } from '../../model/analysis.ts';
import type { Verdict } from '../../model/finding.ts';
import type { Language } from '../../model/language.ts';
import { ENGLISH, type ENGLISH_WORDS } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

/** What the pages of a week say. `{name}` is filled in. */
export interface WeekWords {
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly fresh: Readonly<Record<Freshness | 'due' | 'excluded', string>>;
  /** What findings say that no sentence of the brief says, by code. */
  readonly codes: Readonly<Record<string, string>>;
  readonly builds: Readonly<Record<'waiting' | 'building' | 'built' | 'refused' | 'cancelled', string>>;
  readonly stages: Readonly<Record<string, string>>;
  readonly languages: Readonly<Record<Language, string>>;
  readonly sendStates: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<Word, string>>;
}

/** One list for both languages: a word that one of them lacks does not compile. */
export type Word = keyof typeof ENGLISH_WORDS;

export const WORDS: Readonly<Record<Language, WeekWords>> = { en: ENGLISH, zh: CHINESE };
