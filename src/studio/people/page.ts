import { ROLES } from '../../model/account.ts';
import { WORDS as FRAME_WORDS } from '../frame/words.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { WORDS } from './words.ts';

/** What stands in the form for somebody new. */
export interface Typed {
  readonly name: string;
  readonly role: string;
}

/** Everybody, and the form for somebody new; `fault`: why that form was refused, in words. */
export async function peoplePage(
  shop: Pick<Shop, 'office' | 'desk'>,
  visit: Visit,
  typed: Typed = { name: '', role: 'analyst' },
  fault = '',
): Promise<Answer> {
  const words = WORDS[visit.language];
  const { roles } = FRAME_WORDS[visit.language];
  const { timeZone } = (await shop.desk()).config;
  const people = await shop.office.accounts.list();
  const choices = (chosen: string) =>
    ROLES.map((role) => ({ role, label: roles[role], isChosen: role === chosen }));
  return {
    page: 'people',
    title: words.title,
    status: fault === '' ? 200 : 400,
    view: {
      words,
      fault,
      typed,
      choices: choices(typed.role),
      people: people.map((one) => ({
        id: one.id,
        name: one.name,
        role: roles[one.role],
        isActive: one.state === 'active',
        state: one.state === 'active' ? words.active : words.disabled,
        since: localMoment(one.createdAt, timeZone),
        isSelf: one.id === visit.account?.id,
        choices: choices(one.role),
      })),
      isAlone: people.length === 1,
    },
  };
}

/** A password made for somebody, shown this once. */
export function passwordPage(visit: Visit, name: string, password: string): Answer {
  const words = WORDS[visit.language];
  const title = words.shown.replace('{name}', name);
  return {
    page: 'people-password',
    title,
    view: { heading: title, password, line: words.shownLine.replace('{name}', name), back: words.back },
  };
}
