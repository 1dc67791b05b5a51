import type { PasswordCost } from '../../access/password.ts';
import type { Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { addAccount, changeAccount, changeRole, resetPassword } from './actions.ts';
import { peoplePage } from './page.ts';

/** Who may work here. Whose account it is stands in the address, never in a form; what becomes of it, in the form. */
export function peopleRoutes(shop: Shop, cost?: PasswordCost): Route[] {
  return [
    { method: 'GET', url: '/people', access: 'admin', handle: (visit) => peoplePage(shop, visit) },
    {
      method: 'POST',
      url: '/people',
      access: 'admin',
      action: 'user.add',
      target: ({ form }) =>
        `${(form.name ?? '').trim().toLowerCase().slice(0, 32)} ${(form.role ?? '').slice(0, 10)}`,
      handle: (visit) => addAccount(shop, visit, cost),
    },
    {
      method: 'POST',
      url: '/people/:id/role',
      access: 'admin',
      action: 'user.role',
      target: (visit) => `${accountIn(visit)} ${(visit.form.role ?? '').slice(0, 10)}`,
      handle: (visit) => changeRole(shop, visit),
    },
    {
      method: 'POST',
      url: '/people/:id/disable',
      access: 'admin',
      action: 'user.disable',
      target: accountIn,
      handle: (visit) => changeAccount(shop, visit, { state: 'disabled' }),
    },
    {
      method: 'POST',
      url: '/people/:id/enable',
      access: 'admin',
      action: 'user.enable',
      target: accountIn,
      handle: (visit) => changeAccount(shop, visit, { state: 'active' }),
    },
    {
      method: 'POST',
      url: '/people/:id/password',
      access: 'admin',
      action: 'user.password',
      target: accountIn,
      handle: (visit) => resetPassword(shop, visit, cost),
    },
  ];
}

/** For the audit trail. */
function accountIn({ params }: Visit): string {
  return `account ${(params.id ?? '').slice(0, 15)}`;
}
