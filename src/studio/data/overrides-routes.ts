import { mayAs } from '../../model/account.ts';
import { filled } from '../filled.ts';
import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { overrideView } from './overrides-view.ts';
import { partsView } from './parts.ts';
import { WORDS } from './words.ts';

/** Who answers for which value, and the end of it. */
export function overridesRoutes(shop: Shop): Route[] {
  return [
    {
      method: 'GET',
      url: '/data/overrides',
      access: 'reader',
      handle: async ({ language, gone, actor }) => {
        const w = WORDS[language];
        const overrides = await shop.hands.run('overridesList', {}, { stop: gone });
        return {
          page: 'data-overrides',
          title: w.overrides.title,
          view: {
            w,
            parts: partsView('overrides', language),
            overrides: overrides.map((one) => overrideView(one, language, mayAs(actor.role, 'analyst'))),
          },
        };
      },
    },
    {
      method: 'POST',
      url: '/data/overrides/end',
      access: 'analyst',
      action: 'override.end',
      target: ({ form }) => `${form.series ?? ''} ${form.date ?? ''}`.slice(0, 100),
      handle: async ({ form, language }) => {
        const [series, date] = [form.series ?? '', form.date ?? ''];
        await shop.week.look();
        await shop.hands.run('override', { do: 'end', series, date });
        return {
          redirect: '/data/overrides',
          notice: filled(WORDS[language].overrides.ended, { series, date }),
        };
      },
    },
  ];
}
