import type { Language } from '../model/language.ts';
import { forBrowser } from './en/problems.ts';
import { placeOf, sentenceOf } from './zh/problems.ts';

/** A finding or an error, as far as a page tells of it. */
export interface Told {
  readonly code: string;
  readonly message: string;
  readonly cause?: string | undefined;
}

/** What a page says of it first, and the message it was told with, in English; '' where the first is all there is. */
export interface Said {
  readonly text: string;
  readonly exact: string;
}

/** In English the message itself, with what to press in place of what to type; else the sentence of its code. */
export function problemSaid({ code, message, cause }: Told, language: Language): Said {
  if (language === 'en') return { text: forBrowser(code, message), exact: '' };
  // What a page says itself is said in its own language.
  if (/^\p{Script=Han}/u.test(message)) return { text: message, exact: '' };
  const text = sentenceOf(code, cause, message);
  return text === '' ? { text: '', exact: message } : { text, exact: message };
}

/** Where it is, as people read places. */
export function placeSaid(where: string, language: Language): string {
  return language === 'zh' ? placeOf(where) : where;
}
