import { holdWeek, releaseWeek } from '../../schedule/hold.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { WORDS } from './words.ts';

const MOST_WORDS = 300;

export function holdAction(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const word = wordOf(visit);
    await holdWeek(await shop.desk(), shop.office.occurrences, word, shop.effects);
    return { redirect: '/schedule', notice: WORDS[visit.language].held(word.week) };
  };
}

export function releaseAction(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const word = wordOf(visit);
    await releaseWeek(shop.office.occurrences, word, shop.effects);
    return { redirect: '/schedule', notice: WORDS[visit.language].released(word.week) };
  };
}

function wordOf({ params, form, actor }: Visit) {
  return {
    week: params.week ?? '',
    reason: (form.reason ?? '').trim().slice(0, MOST_WORDS),
    by: actor,
  };
}
