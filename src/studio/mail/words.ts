import type { Language } from '../../model/language.ts';
import type { MailWords } from './word-list.ts';
import { ENGLISH } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

export type { MailWords } from './word-list.ts';

export const WORDS: Readonly<Record<Language, MailWords>> = { en: ENGLISH, zh: CHINESE };

/** `{count}` and the like in a phrase, by name. */
export function filled(phrase: string, values: Readonly<Record<string, string | number>>): string {
  return phrase.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
