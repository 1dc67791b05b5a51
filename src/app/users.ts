import {
  accountName,
  LEAST_PASSWORD,
  MOST_PASSWORD,
  type PasswordFault,
  passwordFault,
} from '../access/names.ts';
import { hashPassword } from '../access/password.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, quoted } from '../errors.ts';
import type { Account, Role } from '../model/account.ts';
import { nearest } from '../nearest.ts';
import type { AccountChange, Office } from '../store/office/index.ts';
import { nameTaken } from '../store/office/refused.ts';
import { audited } from './audited.ts';
import { cliActor } from './cli-actor.ts';
import { openDeskOffice, openDeskOfficeAsIs } from './office.ts';

/** A password, asked for when all else is known to be right. */
export type AskPassword = () => Promise<string>;

export interface UserAdd {
  readonly name: string;
  readonly role: Role;
  readonly password: AskPassword;
}

export type UserChange = { readonly name: string } & (
  | { readonly role: Role }
  | { readonly state: Account['state'] }
  | { readonly password: AskPassword }
);

export interface UserChanged {
  /** False where it was so before. */
  readonly isChanged: boolean;
  readonly account: Account;
}

/** By name. */
export async function listUsers(desk: Desk): Promise<Account[]> {
  const office = await openDeskOfficeAsIs(desk);
  try {
    return await office.accounts.list();
  } finally {
    await office.close();
  }
}

/** Throws AssayError usage E_USER_NAME, E_USER_TAKEN, E_USER_PASSWORD. */
export async function addUser(desk: Desk, request: UserAdd, effects: Effects): Promise<Account> {
  const name = newName(request.name);
  return inOffice(desk, async (office) => {
    const known = await office.accounts.byName(name);
    if (known !== undefined) throw nameTaken(known);
    const password = await hashed(request.password, name, effects);
    const { role } = request;
    const deed = { actor: cliActor(), action: 'user.add', target: name, detail: role };
    return audited(office, deed, effects, () =>
      office.accounts.add({ name, role, password }, effects.now().toISOString()),
    );
  });
}

/** Ends the account's sessions. Throws AssayError usage E_USER_UNKNOWN, E_USER_LAST_ADMIN, E_USER_PASSWORD. */
export async function changeUser(desk: Desk, request: UserChange, effects: Effects): Promise<UserChanged> {
  return inOffice(desk, async (office) => {
    const { password: _, ...known } = await accountNamed(office, request.name);
    if (isSo(known, request)) return { isChanged: false, account: known };
    const { verb, detail, change } = await wanted(request, known, effects);
    const deed = { actor: cliActor(), action: `user.${verb}`, target: known.name, detail };
    const account = await audited(office, deed, effects, () => office.accounts.change(known.id, change));
    return { isChanged: true, account };
  });
}

function isSo(known: Account, request: UserChange): boolean {
  if ('role' in request) return known.role === request.role;
  return 'state' in request && known.state === request.state;
}

async function wanted(
  request: UserChange,
  { name }: Account,
  effects: Effects,
): Promise<{ verb: string; detail: string; change: AccountChange }> {
  if ('role' in request) return { verb: 'role', detail: request.role, change: { role: request.role } };
  if ('state' in request) {
    const verb = request.state === 'active' ? 'enable' : 'disable';
    return { verb, detail: '', change: { state: request.state } };
  }
  return {
    verb: 'password',
    detail: '',
    change: { password: await hashed(request.password, name, effects) },
  };
}

async function inOffice<T>(desk: Desk, work: (office: Office) => Promise<T>): Promise<T> {
  const office = await openDeskOffice(desk);
  try {
    return await work(office);
  } finally {
    await office.close();
  }
}

async function accountNamed({ accounts }: Office, typed: string): Promise<Account & { password: string }> {
  const name = typed.trim().toLowerCase();
  const known = await accounts.byName(name);
  if (known !== undefined) return known;
  const near = nearest(
    name,
    (await accounts.list()).map((account) => account.name),
  );
  const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  throw new AssayError('usage', {
    code: 'E_USER_UNKNOWN',
    where: 'user',
    message: `no account is named ${quoted(typed)}.${hint} "assay user list" names them all.`,
  });
}

function newName(typed: string): string {
  const read = accountName(typed);
  if ('name' in read) return read.name;
  const message =
    read.fault === 'reserved'
      ? `${quoted(typed)} is what the audit calls something that no account did. Choose another name.`
      : `${quoted(typed)} is no name for an account. Expected 2 to 32 of a–z, 0–9, ".", "_" and "-", the first a letter or a figure.`;
  throw new AssayError('usage', { code: 'E_USER_NAME', where: 'user add', message });
}

async function hashed(ask: AskPassword, name: string, effects: Effects): Promise<string> {
  const password = await ask();
  const fault = passwordFault(password, name);
  if (fault !== undefined)
    throw new AssayError('usage', { code: 'E_USER_PASSWORD', where: 'password', message: FAULTS[fault] });
  return hashPassword(password, effects);
}

/** None says anything of the password that was typed. */
const FAULTS: Readonly<Record<PasswordFault, string>> = {
  short: `shorter than ${LEAST_PASSWORD} characters. Nothing was changed. Choose a longer one, of several words for instance.`,
  long: `longer than ${MOST_PASSWORD} characters. Nothing was changed. Choose a shorter one.`,
  control:
    'holds a line break, a control character or bytes that are not UTF-8. Expected one line. Nothing was changed.',
  few: 'of very few different characters. Nothing was changed. Choose one of several words, for instance.',
  name: "holds the account's name. Nothing was changed. Choose one that has nothing to do with it.",
  common:
    'one of the commonest, which are tried first. Nothing was changed. Choose one of several words, for instance.',
};
