import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { holdAction, releaseAction } from './actions.ts';
import { nowPart, schedulePage } from './page.ts';

/** When editions are made by themselves, the one under way, those before, and an editor's word on each. */
export function scheduleRoutes(shop: Shop): Route[] {
  const target = ({ params }: { readonly params: Readonly<Record<string, string>> }): string =>
    (params.week ?? '').slice(0, 40);
  return [
    { method: 'GET', url: '/schedule', access: 'reader', handle: schedulePage(shop) },
    { method: 'GET', url: '/schedule/now', access: 'reader', handle: nowPart(shop) },
    {
      method: 'POST',
      url: '/schedule/:week/hold',
      access: 'editor',
      action: 'schedule.hold',
      target,
      handle: holdAction(shop),
    },
    {
      method: 'POST',
      url: '/schedule/:week/release',
      access: 'editor',
      action: 'schedule.release',
      target,
      handle: releaseAction(shop),
    },
  ];
}
