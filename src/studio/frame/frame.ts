import { type Account, mayAs, ROLES } from '../../model/account.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import type { Pages } from '../../render/templates.ts';
import { HTML_LANGUAGE, type View } from '../../render/view.ts';
import { csrfOf } from '../access/csrf.ts';
import type { Masthead } from '../page.ts';
import type { Route } from '../route.ts';
import type { Assets } from './assets.ts';
import { menuFor } from './menu.ts';
import { LANGUAGE_NAMES, WORDS } from './words.ts';

/** Who sees a page, where and how. */
export interface Seen {
  readonly guest: { readonly account: Account; readonly token: string } | undefined;
  readonly language: Language;
  readonly path: string;
  /** Path and query, to come back to. */
  readonly address: string;
  readonly notice: string;
  readonly isPart: boolean;
}

export interface Frame {
  /** A page of `studio/`: alone for htmx, else with everything around it. */
  page(name: string, title: string, view: View, seen: Seen): string;
}

export function openFrame(pages: Pages, masthead: Masthead, routes: readonly Route[], assets: Assets): Frame {
  return {
    page: (name, title, view, seen) => {
      const whole = { ...view, ...commonView(seen) };
      if (seen.isPart) return pages.render(name, whole);
      const frame = frameView(title, masthead, routes, assets, seen);
      return pages.render('frame', { ...whole, frame, template: `studio/${name}` });
    },
  };
}

/** What every page finds at the root of its view. */
function commonView({ guest, language, path }: Seen): View {
  const role = guest?.account.role;
  return {
    csrf: guest === undefined ? '' : csrfOf(guest.token),
    language,
    path,
    may: Object.fromEntries(ROLES.map((least) => [least, role !== undefined && mayAs(role, least)])),
    account: guest === undefined ? false : { name: guest.account.name, role: guest.account.role },
  };
}

function frameView(
  title: string,
  masthead: Masthead,
  routes: readonly Route[],
  assets: Assets,
  { guest, language, path, address, notice }: Seen,
): View {
  const words = WORDS[language];
  const menu = guest === undefined ? [] : menuFor(routes, guest.account.role, path);
  return {
    lang: HTML_LANGUAGE[language],
    language,
    title,
    masthead: masthead.title[language],
    desk: masthead.name[language],
    style: assets.style,
    script: assets.script,
    parts: words.parts,
    skip: words.skip,
    menu: menu.map(({ name, href, isCurrent }) => ({ href, label: words.menu[name], isCurrent })),
    person:
      guest === undefined
        ? false
        : {
            name: guest.account.name,
            role: words.roles[guest.account.role],
            profile: words.profile,
            signOut: words.signOut,
            isCurrent: path === '/profile',
          },
    languages: LANGUAGES.filter((one) => one !== language).map((one) => ({
      tag: one,
      lang: HTML_LANGUAGE[one],
      name: LANGUAGE_NAMES[one],
    })),
    address,
    notice,
  };
}
