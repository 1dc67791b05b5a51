import { mayAs, type Role } from '../../model/account.ts';
import type { Route } from '../route.ts';

/** Parts of the studio in the order of the bar. Shown where the table has a page for it and the role may see it. */
const MENU = ['week', 'data', 'archive', 'mail', 'schedule', 'people', 'audit'] as const;
export type MenuName = (typeof MENU)[number];

const HOMES: Readonly<Record<MenuName, string>> = {
  week: '/',
  data: '/data',
  archive: '/archive',
  mail: '/mail',
  schedule: '/schedule',
  people: '/people',
  audit: '/audit',
};

export interface MenuEntry {
  readonly name: MenuName;
  readonly href: string;
  readonly isCurrent: boolean;
}

export function menuFor(routes: readonly Route[], role: Role, path: string): MenuEntry[] {
  return MENU.flatMap((name) => {
    const href = HOMES[name];
    const route = routes.find((one) => one.method === 'GET' && one.url === href);
    if (route === undefined || (route.access !== 'public' && !mayAs(role, route.access))) return [];
    return [{ name, href, isCurrent: isIn(path, href) }];
  });
}

function isIn(path: string, href: string): boolean {
  if (href === '/') return path === '/' || /^\/(?:week|builds)(?:\/|$)/.test(path);
  return path === href || path.startsWith(`${href}/`);
}
