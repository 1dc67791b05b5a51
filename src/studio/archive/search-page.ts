import { LANGUAGES, type Language } from '../../model/language.ts';
import { HTML_LANGUAGE, type View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import { countText } from '../shown.ts';
import type { Searches } from './searches.ts';
import { WORDS } from './words.ts';

/** Passages with the words asked for. */
export async function searchPage(searches: Searches, { query, language }: Visit): Promise<Answer> {
  const w = WORDS[language];
  const asked = (query.q ?? '').slice(0, 200);
  const inOnly = LANGUAGES.find((one) => one === query.in);
  const page = /^\d{1,4}$/.test(query.page ?? '') ? Number(query.page) : 1;
  const request = { words: asked, page, ...(inOnly === undefined ? {} : { language: inOnly }) };
  const found = asked.trim() === '' ? undefined : await searches.ask(request);
  const link = (to: number): string => {
    const fields = new URLSearchParams({ q: asked, ...(inOnly === undefined ? {} : { in: inOnly }) });
    if (to > 1) fields.set('page', String(to));
    return `/archive/search?${fields}`;
  };
  const isWhole = found === undefined || found.read === found.editions;
  return {
    page: 'archive-search',
    title: w.search.title,
    view: {
      w,
      search: searchFields(asked, inOnly ?? '', language),
      told:
        found === undefined
          ? w.search.empty
          : found.words.length === 0
            ? w.search.numbers
            : found.total === 0
              ? filled(w.search.nothing, { words: found.words.join(' · ') })
              : found.total === 1
                ? w.search.foundOne
                : filled(w.search.found, { n: countText(found.total) }),
      isNothing: found === undefined || found.total === 0,
      reading: isWhole ? '' : filled(w.search.reading, { read: found.read, all: found.editions }),
      again: link(page),
      hits: (found?.hits ?? []).map((hit) => ({
        edition: hit.edition,
        editionHref: `/archive/${hit.edition}`,
        href: `/archive/${hit.edition}/file/${hit.language}/brief.html${hit.place === '' ? '' : `#${encodeURIComponent(hit.place)}`}`,
        title: hit.title,
        part: hit.place === '' ? w.search.cover : '',
        language: w.languages[hit.language],
        lang: HTML_LANGUAGE[hit.language],
        pieces: hit.snippet,
      })),
      pages:
        found === undefined || found.pages === 1
          ? false
          : {
              at: filled(w.search.page, { page: found.page, pages: found.pages }),
              previous: found.page > 1 ? link(found.page - 1) : '',
              next: found.page < found.pages ? link(found.page + 1) : '',
            },
    },
  };
}

/** The form above the archive's lists. */
export function searchFields(asked: string, inOnly: string, language: Language): View {
  const w = WORDS[language];
  return {
    asked,
    languages: [
      { value: '', label: w.search.both, isChosen: inOnly === '' },
      ...LANGUAGES.map((one) => ({ value: one, label: w.languages[one], isChosen: one === inOnly })),
    ],
  };
}
