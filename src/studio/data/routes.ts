import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { importRoutes } from './import-routes.ts';
import { overridesRoutes } from './overrides-routes.ts';
import { overviewPage } from './overview.ts';
import { seriesRoutes } from './series-routes.ts';

/** Bringing data in, and looking at what there is. */
export function dataRoutes(shop: Shop): Route[] {
  return [
    { method: 'GET', url: '/data', access: 'reader', handle: (visit) => overviewPage(shop, visit) },
    ...importRoutes(shop),
    ...seriesRoutes(shop),
    ...overridesRoutes(shop),
  ];
}
