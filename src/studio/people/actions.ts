import { accountName, passwordFault } from '../../access/names.ts';
import { hashPassword, type PasswordCost } from '../../access/password.ts';
import { AssayError } from '../../errors.ts';
import { type Account, ROLES, type Role } from '../../model/account.ts';
import type { AccountChange } from '../../store/office/index.ts';
import { WORDS as ACCESS_WORDS } from '../access/words.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { initialPassword } from './initial-password.ts';
import { passwordPage, peoplePage } from './page.ts';
import { WORDS } from './words.ts';

/** Somebody new, with the password that was typed or else one that is shown once. */
export async function addAccount(shop: Shop, visit: Visit, cost?: PasswordCost): Promise<Answer> {
  const { office, effects } = shop;
  const words = WORDS[visit.language];
  const faults = ACCESS_WORDS[visit.language];
  const { name: typed = '', password: given = '' } = visit.form;
  const role = roleIn(visit);
  const named = accountName(typed);
  if ('fault' in named || role === undefined)
    return peoplePage(shop, visit, { name: typed.slice(0, 64), role: role ?? 'analyst' }, faults.nameFault);
  const { name } = named;
  const password = given === '' ? initialPassword(effects) : given;
  const fault = passwordFault(password, name);
  if (fault !== undefined) return peoplePage(shop, visit, { name, role }, faults.faults[fault]);
  const hash = await hashPassword(password, effects, cost);
  await office.accounts.add({ name, role, password: hash }, effects.now().toISOString());
  if (given === '') return passwordPage(visit, name, password);
  return { redirect: '/people', notice: words.added.replace('{name}', name) };
}

/** Throws AssayError usage E_USER_ROLE for a role there is not, and what `otherAccount` throws. */
export async function changeRole(shop: Shop, visit: Visit): Promise<Answer> {
  const role = roleIn(visit);
  if (role === undefined)
    throw new AssayError('usage', {
      code: 'E_USER_ROLE',
      where: '',
      message: `no such role. Expected one of ${ROLES.join(', ')}.`,
    });
  return changeAccount(shop, visit, { role });
}

export async function changeAccount(shop: Shop, visit: Visit, wanted: AccountChange): Promise<Answer> {
  const account = await otherAccount(shop, visit);
  await shop.office.accounts.change(account.id, wanted);
  return { redirect: '/people', notice: WORDS[visit.language].changed.replace('{name}', account.name) };
}

/** A new password, shown once; every session of that account ends. */
export async function resetPassword(shop: Shop, visit: Visit, cost?: PasswordCost): Promise<Answer> {
  const account = await otherAccount(shop, visit);
  const password = initialPassword(shop.effects);
  await shop.office.accounts.change(account.id, {
    password: await hashPassword(password, shop.effects, cost),
  });
  return passwordPage(visit, account.name, password);
}

/**
 * Of another: one's own role and state are for another admin, one's own password for Profile. Throws AssayError missing
 * E_USER_UNKNOWN, usage E_USER_SELF.
 */
async function otherAccount({ office }: Shop, visit: Visit): Promise<Account> {
  const id = /^[1-9]\d{0,14}$/.test(visit.params.id ?? '') ? Number(visit.params.id) : 0;
  const account = id === 0 ? undefined : await office.accounts.byId(id);
  if (account === undefined)
    throw new AssayError('missing', {
      code: 'E_USER_UNKNOWN',
      where: '',
      message: WORDS[visit.language].nobody,
    });
  if (account.id === visit.account?.id)
    throw new AssayError('usage', {
      code: 'E_USER_SELF',
      where: '',
      message: 'this is your own account. Expected that of another. Ask another admin.',
    });
  return account;
}

function roleIn({ form }: Visit): Role | undefined {
  return ROLES.find((role) => role === form.role);
}
