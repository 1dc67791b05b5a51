import type { Shelf } from '../../archive/index.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { shelvedView } from './edition-view.ts';
import { searchFields } from './search-page.ts';
import { WORDS } from './words.ts';

/** The editions of a year, the newest first; of the newest year where none is asked for. */
export async function yearPage(shop: Shop, shelf: Shelf, { query, language }: Visit): Promise<Answer> {
  const w = WORDS[language];
  const all = await shelf.list();
  const { timeZone } = (await shop.desk()).config;
  const years = [...new Set(all.map(({ week }) => week.slice(0, 4)))];
  const year = /^\d{4}$/.test(query.year ?? '') ? (query.year ?? '') : (years[0] ?? '');
  const shown = all.filter(({ week }) => week.startsWith(year));
  const unread = all.filter(({ state }) => state === 'unread').length;
  return {
    page: 'archive',
    title: w.archive,
    view: {
      w,
      lead:
        all.length === 0
          ? ''
          : filled(all.length === 1 ? w.leadOne : w.lead, {
              n: all.length,
              first: all.at(-1)?.edition ?? '',
            }),
      none: all.length === 0 ? w.none : shown.length === 0 ? filled(w.noYear, { year }) : '',
      reading: unread === 0 ? '' : filled(w.reading, { n: unread, all: all.length }),
      again: `/archive?year=${year}`,
      years: years.map((one) => ({
        href: `/archive?year=${one}`,
        label: one,
        count: all.filter(({ week }) => week.startsWith(one)).length,
        isCurrent: one === year,
      })),
      editions: shown.map((one) => shelvedView(one, language, timeZone)),
      search: searchFields('', '', language),
    },
  };
}
