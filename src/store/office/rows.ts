import { sql } from 'kysely';
import type { Account, Role } from '../../model/account.ts';
import { LANGUAGES } from '../../model/language.ts';

export interface AccountRow {
  id: number;
  name: string;
  role: Role;
  state: Account['state'];
  password: string;
  language: string;
  created_at: string;
}

/** Without the password: nobody but a sign-in needs it. */
export function toAccount(row: Omit<AccountRow, 'password'>): Account {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    state: row.state,
    language: LANGUAGES.find((tag) => tag === row.language),
    createdAt: row.created_at,
  };
}

export const ACCOUNT = sql`a.id, a.name, a.role, a.state, a.password, a.language, a.created_at`;

/** PostgreSQL refuses to compare with more; a number from an address may be anything. */
const MOST_ID = 2 ** 31 - 1;

/** A number no row has, where it cannot be one. */
export function idOf(number: number): number {
  return Number.isInteger(number) && number > 0 && number <= MOST_ID ? number : 0;
}
