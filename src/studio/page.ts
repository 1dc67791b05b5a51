import { createHash } from 'node:crypto';
import type { Language } from '../model/language.ts';
import type { Pages } from '../render/templates.ts';
import { HTML_LANGUAGE, type View } from '../render/view.ts';
import { PAGES, type PageName } from './words.ts';

/** Whose pages they are. */
export interface Masthead {
  readonly title: Readonly<Record<Language, string>>;
  readonly name: Readonly<Record<Language, string>>;
  /** The desk's, its first first. */
  readonly languages: readonly Language[];
}

/** A page of words. `address` stands where they name the reader's own; `wishes` is where they say what they wish. */
export function wordsPage(
  pages: Pages,
  masthead: Masthead,
  name: PageName,
  language: Language,
  address = '',
  what = '',
  wishes = '',
): string {
  return pages.render('message', wordsView(masthead, name, language, address, what, wishes));
}

export function wordsView(
  masthead: Masthead,
  name: PageName,
  language: Language,
  address: string,
  what = '',
  wishes = '',
): View {
  const { heading, lines, note = '', buttons = {}, instead = '' } = PAGES[language][name];
  return {
    lang: HTML_LANGUAGE[language],
    language,
    masthead: masthead.title[language],
    sender: masthead.name[language],
    heading,
    lines: lines.map((line) => line.replace('{address}', () => address).replace('{what}', () => what)),
    note,
    instead: wishes === '' ? '' : instead,
    wishes,
    forms: Object.entries(buttons).map(([action, label]) => ({ action, label, quiet: action !== 'leave' })),
  };
}

/** Nothing but the page's own styles and icon, and forms that come back here. */
export function pagePolicy({ readersCss }: Pages): string {
  const hash = createHash('sha256').update(readersCss).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}
