import { sql } from 'kysely';
import { ROLES } from '../../model/account.ts';
import type { Dialect, Tx } from '../database/dialect.ts';
import { type Holding, IDENTITY, TEXT } from '../database/holding.ts';
import { addedOnly, neverRemoved, refusal, refusing } from '../database/refusal.ts';
import { occurrenceTables } from './occurrences.ts';

export const OFFICE: Holding = {
  what: 'an office',
  schema: 'assay_office',
  version: 1,
  known: ['account', 'session', 'audit', 'approval', 'occurrence'],
  remedy:
    'Restore it from a copy, or move it away: accounts are then made anew, and who did what before is in the copy alone.',
  cache: 8_000,
  statements: 100,
  making: 3,
  make,
};

/** Advisory lock: who is admin is decided by one at a time. */
export const PEOPLE = 4;
/** Advisory lock: of those who find the same at once, one tells it. */
export const FINDING = 5;

/**
 * Times are ISO text, '' where there is none. Rows of `audit`, `approval` and `occurrence_event` are only ever added; an
 * account keeps its name, and neither it nor a week that was due vanishes. A session that has been closed is removed.
 */
async function make({ db, dialect }: Tx): Promise<void> {
  const { kind } = dialect;
  for (const statement of [...tables(kind), ...refusals(kind)]) await sql.raw(statement).execute(db);
}

function tables(kind: Dialect['kind']): string[] {
  const id = IDENTITY[kind];
  const text = `${TEXT[kind]} not null`;
  const number = 'integer not null';
  const oneOf = (words: readonly string[]): string => `in (${words.map((word) => `'${word}'`).join(', ')})`;
  return [
    `create table account (id ${id}, name ${text} unique check (name = lower(name)),
      role ${text} check (role ${oneOf(ROLES)}), state ${text} check (state in ('active', 'disabled')),
      password ${text}, language ${text}, created_at ${text})`,
    `create table session (hash ${text} primary key, account_id ${number}, opened_at ${text}, idle_until ${text},
      ends_at ${text}, opened_from ${text}, agent ${text})`,
    'create index session_by_account on session (account_id)',
    `create table audit (id ${id}, at ${text}, actor ${text}, role ${text}, acted_from ${text}, action ${text},
      target ${text}, outcome ${text} check (outcome in ('asked', 'done', 'refused', 'noted')), detail ${text})`,
    // The newest of each kind lie together: a page of them is read without a look at the others.
    'create index audit_by_actor on audit (actor, id)',
    'create index audit_by_action on audit (action, id)',
    'create index audit_by_target on audit (target, id)',
    'create index audit_by_deed on audit (actor, action, id)',
    `create table approval (id ${id}, week ${text}, snapshot ${text},
      verdict ${text} check (verdict in ('approved', 'withdrawn')), approver ${text}, at ${text}, comment ${text})`,
    'create index approval_by_week on approval (week, id)',
    ...occurrenceTables(kind),
  ];
}

/** What begins each message of a refusal. */
const WHOSE = 'office';

function refusals(kind: Dialect['kind']): string[] {
  return [
    ...refusing(kind, WHOSE),
    ...addedOnly(kind, WHOSE, ['audit', 'approval', 'occurrence_event']),
    ...neverRemoved(kind, WHOSE, ['account', 'occurrence']),
    refusal(kind, WHOSE, {
      name: 'account_named',
      event: 'update of id, name, created_at',
      table: 'account',
      why: 'an account keeps its name',
      when: 'old.id <> new.id or old.name <> new.name or old.created_at <> new.created_at',
    }),
  ];
}
