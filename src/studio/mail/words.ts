import type { Language } from '../../model/language.ts';
import type { MailWords } from './word-list.ts';
import { ENGLISH } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

export type { MailWords } from './word-list.ts';

export const WORDS: Readonly<Record<Language, MailWords>> = { en: ENGLISH, zh: CHINESE };
