import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import type { Access } from './access.ts';
import { firstAdminPage, makeFirstAdmin } from './first-admin.ts';
import { showSignIn, signIn } from './sign-in.ts';

/** The way in, the first account, the way out. */
export function accessRoutes(shop: Shop, access: Access): Route[] {
  const { door, setup } = access;
  return [
    { method: 'GET', url: '/sign-in', access: 'public', handle: (visit) => showSignIn(visit, access) },
    // Its own words go to the audit trail: who it was is only known afterwards.
    {
      method: 'POST',
      url: '/sign-in',
      access: 'public',
      perMinute: 30,
      handle: (visit) => signIn(visit, shop, access),
    },
    {
      method: 'GET',
      url: '/setup',
      access: 'public',
      handle: async (visit) => ((await setup.isOpen()) ? firstAdminPage(visit) : { redirect: '/sign-in' }),
    },
    {
      method: 'POST',
      url: '/setup',
      access: 'public',
      perMinute: 10,
      handle: (visit) => makeFirstAdmin(visit, shop, access),
    },
    {
      method: 'POST',
      url: '/sign-out',
      access: 'reader',
      action: 'session.close',
      handle: async (visit) => {
        if (visit.session !== undefined) await door.close(visit.session);
        return { redirect: '/sign-in', opens: '' };
      },
    },
  ];
}
