import { accountName, passwordFault } from '../../access/names.ts';
import { hashPassword, type PasswordCost } from '../../access/password.ts';
import { AssayError } from '../../errors.ts';
import { type Account, ROLES, type Role } from '../../model/account.ts';
import type { AccountChange } from '../../store/office/index.ts';
import { WORDS as ACCESS_WORDS } from '../access/words.ts';
import { WORDS as FRAME_WORDS } from '../frame/words.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { initialPassword } from './initial-password.ts';
import { WORDS } from './words.ts';

/** Who may work here. Whose account it is stands in the address, never in a form; what becomes of it, in the form. */
export function peopleRoutes(shop: Shop, cost?: PasswordCost): Route[] {
  const { office, effects } = shop;
  const { accounts } = office;

  const page = async (visit: Visit, typed = { name: '', role: 'analyst' }, fault = ''): Promise<Answer> => {
    const words = WORDS[visit.language];
    const { roles } = FRAME_WORDS[visit.language];
    const { timeZone } = (await shop.desk()).config;
    const people = await accounts.list();
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
  };

  const shown = (visit: Visit, name: string, password: string): Answer => {
    const words = WORDS[visit.language];
    const title = words.shown.replace('{name}', name);
    return {
      page: 'people-password',
      title,
      view: { heading: title, password, line: words.shownLine.replace('{name}', name), back: words.back },
    };
  };

  const add = async (visit: Visit): Promise<Answer> => {
    const words = WORDS[visit.language];
    const faults = ACCESS_WORDS[visit.language];
    const { name: typed = '', password: given = '' } = visit.form;
    const role = roleIn(visit);
    const named = accountName(typed);
    if ('fault' in named || role === undefined)
      return page(visit, { name: typed.slice(0, 64), role: role ?? 'analyst' }, faults.nameFault);
    const password = given === '' ? initialPassword(effects) : given;
    const fault = passwordFault(password, named.name);
    if (fault !== undefined) return page(visit, { name: named.name, role }, faults.faults[fault]);
    const hash = await hashPassword(password, effects, cost);
    await accounts.add({ name: named.name, role, password: hash }, effects.now().toISOString());
    if (given === '') return shown(visit, named.name, password);
    return { redirect: '/people', notice: words.added.replace('{name}', named.name) };
  };

  /** Of another: one's own role and state are for another admin, one's own password for Profile. */
  const change = async (visit: Visit, wanted: AccountChange): Promise<Answer> => {
    const account = await other(visit);
    await accounts.change(account.id, wanted);
    return { redirect: '/people', notice: WORDS[visit.language].changed.replace('{name}', account.name) };
  };

  const other = async (visit: Visit): Promise<Account> => {
    const id = /^[1-9]\d{0,14}$/.test(visit.params.id ?? '') ? Number(visit.params.id) : 0;
    const account = id === 0 ? undefined : await accounts.byId(id);
    const wrong = (message: string, exit: 'missing' | 'usage', code: string) =>
      new AssayError(exit, { code, where: '', message });
    if (account === undefined) throw wrong(WORDS[visit.language].nobody, 'missing', 'E_USER_UNKNOWN');
    if (account.id === visit.account?.id)
      throw wrong(
        'this is your own account. Expected that of another. Ask another admin.',
        'usage',
        'E_USER_SELF',
      );
    return account;
  };

  const reset = async (visit: Visit): Promise<Answer> => {
    const account = await other(visit);
    const password = initialPassword(effects);
    await accounts.change(account.id, { password: await hashPassword(password, effects, cost) });
    return shown(visit, account.name, password);
  };

  const target = ({ params }: Visit): string => `account ${(params.id ?? '').slice(0, 15)}`;
  return [
    { method: 'GET', url: '/people', access: 'admin', handle: (visit) => page(visit) },
    {
      method: 'POST',
      url: '/people',
      access: 'admin',
      action: 'user.add',
      target: ({ form }) =>
        `${(form.name ?? '').trim().toLowerCase().slice(0, 32)} ${(form.role ?? '').slice(0, 10)}`,
      handle: add,
    },
    {
      method: 'POST',
      url: '/people/:id/role',
      access: 'admin',
      action: 'user.role',
      target: (visit) => `${target(visit)} ${(visit.form.role ?? '').slice(0, 10)}`,
      handle: async (visit) => {
        const role = roleIn(visit);
        if (role === undefined)
          throw new AssayError('usage', {
            code: 'E_USER_ROLE',
            where: '',
            message: `no such role. Expected one of ${ROLES.join(', ')}.`,
          });
        return change(visit, { role });
      },
    },
    {
      method: 'POST',
      url: '/people/:id/disable',
      access: 'admin',
      action: 'user.disable',
      target,
      handle: (visit) => change(visit, { state: 'disabled' }),
    },
    {
      method: 'POST',
      url: '/people/:id/enable',
      access: 'admin',
      action: 'user.enable',
      target,
      handle: (visit) => change(visit, { state: 'active' }),
    },
    {
      method: 'POST',
      url: '/people/:id/password',
      access: 'admin',
      action: 'user.password',
      target,
      handle: reset,
    },
  ];
}

function roleIn({ form }: Visit): Role | undefined {
  return ROLES.find((role) => role === form.role);
}
