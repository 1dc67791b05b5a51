import { unitLabel } from '../../units/print.ts';
import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText, grouped } from '../shown.ts';
import { partsView } from './parts.ts';
import { seriesView } from './series-view.ts';
import { WORDS } from './words.ts';

/** Series by metal, and each of them. */
export function seriesRoutes(shop: Shop): Route[] {
  return [
    { method: 'GET', url: '/data/series', access: 'reader', handle: (visit) => listPage(shop, visit) },
    { method: 'GET', url: '/data/series/:id', access: 'reader', handle: (visit) => onePage(shop, visit) },
    {
      method: 'GET',
      url: '/data/series/:id/csv',
      access: 'reader',
      handle: async ({ params, gone }) => {
        const id = params.id ?? '';
        const body = await shop.hands.run('seriesCsv', { id }, { stop: gone });
        const headers = { 'content-disposition': `attachment; filename="${id.replace(/\W/g, '')}.csv"` };
        return { body, type: 'text/csv; charset=utf-8', headers };
      },
    },
  ];
}

const TONES = { fresh: 'good', stale: 'warn', never: 'quiet' } as const;

async function listPage(shop: Shop, { language, query, gone }: Visit): Promise<Answer> {
  const w = WORDS[language];
  const { metals } = await shop.hands.run('seriesList', {}, { stop: gone });
  const { timeZone } = (await shop.desk()).config;
  const wanted = (['fresh', 'stale', 'never'] as const).find((one) => one === query.state);
  const all = metals.flatMap(({ series }) => series);
  const filters = [
    { href: '/data/series', label: `${w.state.all} ${all.length}`, isCurrent: wanted === undefined },
    ...(['fresh', 'stale', 'never'] as const).map((state) => ({
      href: `/data/series?state=${state}`,
      label: `${w.freshness[state]} ${all.filter((one) => one.state === state).length}`,
      isCurrent: state === wanted,
    })),
  ];
  const groups = metals.flatMap(({ metal, name, series }) => {
    const shown = series.filter(({ state }) => wanted === undefined || state === wanted);
    if (shown.length === 0) return [];
    const rows = shown.map((one) => ({
      href: `/data/series/${one.id}`,
      id: one.id,
      name: one.name[language],
      unit: unitLabel(one.unit, language),
      frequency: w.frequency[one.frequency],
      last: one.last,
      value: grouped(one.value),
      age: one.last === '' ? '' : filled(w.age, { n: countText(one.age) }),
      tone: TONES[one.state],
      state: w.freshness[one.state],
      next: localMoment(one.nextAt, timeZone),
    }));
    return [{ metal, name: name[language], rows }];
  });
  return {
    page: 'data-series',
    title: w.list.title,
    view: {
      w,
      parts: partsView('series', language),
      lead: filled(w.list.lead, { n: all.length, m: metals.length }),
      filters,
      groups,
    },
  };
}

async function onePage(shop: Shop, visit: Visit): Promise<Answer> {
  const { language, params, gone } = visit;
  const page = await shop.hands.run('seriesPage', { id: params.id ?? '', language }, { stop: gone });
  const { timeZone } = (await shop.desk()).config;
  return {
    page: 'data-one',
    title: page.spec.name[language],
    view: {
      w: WORDS[language],
      parts: partsView('series', language),
      ...seriesView(page, visit, timeZone),
    },
  };
}
