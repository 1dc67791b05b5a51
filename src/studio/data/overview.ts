import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText } from '../shown.ts';
import { partsView } from './parts.ts';
import { WORDS } from './words.ts';

/** Where files are dropped, what was read lately, and how fresh the series are. */
export async function overviewPage(shop: Shop, { language, gone }: Visit): Promise<Answer> {
  const w = WORDS[language];
  const { metals, imports, overrides } = await shop.hands.run('seriesList', {}, { stop: gone });
  const { timeZone } = (await shop.desk()).config;
  const all = metals.flatMap(({ series }) => series);
  const states = (['fresh', 'stale', 'never'] as const).flatMap((state) => {
    const n = all.filter((one) => one.state === state).length;
    const tone = { fresh: 'good', stale: 'warn', never: 'quiet' }[state];
    return n === 0
      ? []
      : [{ tone, text: filled(w.state[state], { n }), href: `/data/series?state=${state}` }];
  });
  return {
    page: 'data',
    title: w.data,
    view: {
      w,
      parts: partsView('overview', language),
      states,
      overrides: overrides === 0 ? '' : filled(w.state.overrides, { n: overrides }),
      imports: imports.map(({ label, knownAt, mapping, added, same, revised }) => ({
        file: label,
        at: localMoment(knownAt, timeZone),
        mapping: mapping === '' ? w.plan.ownForm : (mapping.split(' ')[0] ?? ''),
        added: countText(added),
        same: countText(same),
        revised: countText(revised),
      })),
    },
  };
}
