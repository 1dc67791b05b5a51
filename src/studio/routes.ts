import type { Access } from './access/access.ts';
import { accessRoutes } from './access/routes.ts';
import { archiveRoutes } from './archive/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { dataRoutes } from './data/routes.ts';
import { mailRoutes } from './mail/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { readerRoutes } from './readers/preferences.ts';
import type { Route } from './route.ts';
import { scheduleRoutes } from './schedule/routes.ts';
import type { Shop } from './shop.ts';
import { weekRoutes } from './week/routes.ts';

/** Every page and action of the studio. What is not listed here is not there. */
export function studioRoutes(shop: Shop, access: Access): Route[] {
  return [
    ...accessRoutes(shop, access),
    ...weekRoutes(shop),
    ...dataRoutes(shop),
    ...archiveRoutes(shop),
    ...mailRoutes(shop),
    ...scheduleRoutes(shop),
    ...peopleRoutes(shop, access.cost),
    ...auditRoutes(shop),
    ...profileRoutes(shop, access),
    ...readerRoutes(shop),
  ];
}
