import { sql } from 'kysely';
import type { Account } from '../../model/account.ts';
import type { Instant } from '../../model/time.ts';
import { storable, type Tx } from '../database/dialect.ts';
import type { Session as Database } from '../database/session.ts';
import { statement } from '../database/statement.ts';
import type { AccountChange, Accounts, NewAccount } from './index.ts';
import { lastAdmin, nameTaken, numberUnknown, passwordChanged } from './refused.ts';
import { ACCOUNT, type AccountRow, idOf, toAccount } from './rows.ts';
import { PEOPLE } from './schema.ts';
import { closeSessionsOf } from './sessions.ts';

/** See `Accounts`. */
export function accountsOver({ read, change }: Database): Accounts {
  return {
    add: (account, now) =>
      change(async (tx, isRepeat) => {
        await alone(tx);
        const known = await byName(tx, account.name);
        if (known === undefined) return added(tx, account, now);
        if (isRepeat && known.password === account.password) return toAccount(known);
        throw nameTaken(known);
      }),
    addFirst: (account, now) =>
      change(async (tx, isRepeat) => {
        await alone(tx);
        const [known] = await ALL.rows(tx, {});
        if (known === undefined) return added(tx, { ...account, role: 'admin' }, now);
        return isRepeat && known.password === account.password ? toAccount(known) : undefined;
      }),
    byName: async (name) => {
      const row = await read((tx) => byName(tx, name));
      return row && { ...toAccount(row), password: row.password };
    },
    byId: async (id) => {
      const row = await read((tx) => byId(tx, id));
      return row && toAccount(row);
    },
    list: async () => (await read((tx) => ALL.rows(tx, {}))).map(toAccount),
    change: (id, wanted) => change((tx, isRepeat) => changed(tx, id, wanted, isRepeat)),
  };
}

/** Until the transaction ends nobody else adds or changes an account. */
async function alone(tx: Tx): Promise<void> {
  await tx.dialect.lock(PEOPLE)?.execute(tx.db);
}

const ALL = statement<AccountRow, Record<never, never>>(
  () => sql`select ${ACCOUNT} from account a order by a.name`,
);
const BY_NAME = statement<AccountRow, { name: string }>(
  (value) => sql`select ${ACCOUNT} from account a where a.name = ${value('name')}`,
);
const BY_ID = statement<AccountRow, { id: number }>(
  (value) => sql`select ${ACCOUNT} from account a where a.id = ${value('id')}`,
);

/** However it is typed. */
function nameOf(name: string): string {
  return storable(name).toLowerCase();
}

async function byName(tx: Tx, name: string): Promise<AccountRow | undefined> {
  return (await BY_NAME.rows(tx, { name: nameOf(name) }))[0];
}

async function byId(tx: Tx, id: number): Promise<AccountRow | undefined> {
  return (await BY_ID.rows(tx, { id: idOf(id) }))[0];
}

async function added(tx: Tx, { name, role, password, language }: NewAccount, now: Instant): Promise<Account> {
  await sql`insert into account (name, role, state, password, language, created_at)
    values (${nameOf(name)}, ${role}, 'active', ${password}, ${language ?? ''}, ${now})`.execute(tx.db);
  const row = await byName(tx, name);
  if (row === undefined) throw new Error('an account that was added is not there');
  return toAccount(row);
}

async function changed(tx: Tx, id: number, wanted: AccountChange, isRepeat: boolean): Promise<Account> {
  await alone(tx);
  const known = await byId(tx, id);
  if (known === undefined) throw numberUnknown(id);
  const isDone = isRepeat && wanted.password === known.password;
  if (wanted.was !== undefined && wanted.was !== known.password && !isDone) throw passwordChanged(known);
  const next = {
    role: wanted.role ?? known.role,
    state: wanted.state ?? known.state,
    password: wanted.password ?? known.password,
    language: wanted.language ?? known.language,
  };
  if (isAdmin(known) && !isAdmin(next)) {
    const admins = (await ALL.rows(tx, {})).filter(isAdmin);
    if (admins.length < 2) throw lastAdmin(known);
  }
  await sql`update account set role = ${next.role}, state = ${next.state}, password = ${next.password},
    language = ${next.language} where id = ${id}`.execute(tx.db);
  const isOther = next.role !== known.role || next.state !== known.state || next.password !== known.password;
  if (isOther) await closeSessionsOf(tx, id);
  return toAccount({ ...known, ...next });
}

function isAdmin({ role, state }: Pick<AccountRow, 'role' | 'state'>): boolean {
  return role === 'admin' && state === 'active';
}
