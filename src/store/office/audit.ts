import { sql } from 'kysely';
import type { Role } from '../../model/account.ts';
import { storable, type Tx } from '../database/dialect.ts';
import type { Session as Database } from '../database/session.ts';
import { shaped, statement } from '../database/statement.ts';
import type { AuditEvent, AuditQuery, AuditTrail, NewAuditEvent } from './index.ts';
import { FINDING } from './schema.ts';

/** Characters of what is looked for: PostgreSQL has an index of no longer texts. */
const MOST_NAME = 200;
const MOST_DETAIL = 4000;

/** PostgreSQL's integers have no more; the number of a page may be anything. */
const MOST_ID = 2 ** 31 - 1;

const USUAL = 100;
const MOST = 1000;

/** See `AuditTrail`. */
export function auditOver({ read, change }: Database): AuditTrail {
  return {
    append: (event) => {
      const row = rowOf(event);
      return change(async (tx, isRepeat) => {
        const known = isRepeat ? await written(tx, row) : undefined;
        if (known !== undefined) return known;
        const [added] = await ADD.rows(tx, row);
        if (added === undefined) throw new Error('an event that was added has no number');
        return toEvent({ ...row, id: added.id });
      });
    },
    appendNew: (event) => {
      const row = rowOf(event);
      return change(async (tx) => {
        await tx.dialect.lock(FINDING)?.execute(tx.db);
        const names = { ...namesOf({ target: row.target }), before: 0, limit: 1 };
        const [newest] = await LIST([false, false, true, false]).rows(tx, names);
        if (newest !== undefined && SAID.every((name) => newest[name] === row[name])) return undefined;
        const [added] = await ADD.rows(tx, row);
        if (added === undefined) throw new Error('an event that was added has no number');
        return toEvent({ ...row, id: added.id });
      });
    },
    list: async (query = {}) => {
      const { actor, action, target, before } = query;
      const shape = [actor, action, target, before].map((one) => one !== undefined);
      const limit = Math.min(Math.max(1, Math.trunc(query.limit ?? USUAL)), MOST);
      const told = { ...namesOf(query), before: Math.min(before ?? 0, MOST_ID), limit };
      return (await read((tx) => LIST(shape).rows(tx, told))).map(toEvent);
    },
  };
}

/** What tells one finding of a target from the next. */
const SAID = ['actor', 'acted_from', 'action', 'outcome', 'detail'] as const;

interface Told {
  readonly at: string;
  readonly actor: string;
  readonly role: Role;
  readonly acted_from: string;
  readonly action: string;
  readonly target: string;
  readonly outcome: NewAuditEvent['outcome'];
  readonly detail: string;
}

type AuditRow = Told & { readonly id: number };

function rowOf({ at, actor, action, target, outcome, detail }: NewAuditEvent): Told & Record<string, string> {
  return {
    at,
    actor: cut(actor.name),
    role: actor.role,
    acted_from: cut(actor.from),
    action: cut(action),
    target: cut(target),
    outcome,
    detail: cut(detail, MOST_DETAIL),
  };
}

/** As they are kept. */
function namesOf({ actor = '', action = '', target = '' }: AuditQuery): {
  actor: string;
  action: string;
  target: string;
} {
  return { actor: cut(actor), action: cut(action), target: cut(target) };
}

function cut(text: string, most = MOST_NAME): string {
  return storable(text.length <= most ? text : `${text.slice(0, most - 1)}…`);
}

function toEvent(row: AuditRow): AuditEvent {
  return {
    id: row.id,
    at: row.at,
    actor: { name: row.actor, role: row.role, from: row.acted_from },
    action: row.action,
    target: row.target,
    outcome: row.outcome,
    detail: row.detail,
  };
}

const EVENT = sql`id, at, actor, role, acted_from, action, target, outcome, detail`;

const ADD = statement<{ id: number }, Told & Record<string, string>>(
  (value) => sql`insert into audit (at, actor, role, acted_from, action, target, outcome, detail)
    values (${value('at')}, ${value('actor')}, ${value('role')}, ${value('acted_from')}, ${value('action')},
      ${value('target')}, ${value('outcome')}, ${value('detail')}) returning id`,
);

/** What an earlier try of the same has left, whose commit was of unknown fate. */
async function written(tx: Tx, row: Told): Promise<AuditEvent | undefined> {
  const rows = await LIST([true, false, false, false]).rows(tx, {
    ...namesOf({ actor: row.actor }),
    before: 0,
    limit: USUAL,
  });
  const names = ['at', 'role', 'acted_from', 'action', 'target', 'outcome', 'detail'] as const;
  const known = rows.find((one) => names.every((name) => one[name] === row[name]));
  return known && toEvent(known);
}

type Shape = readonly boolean[];

const LIST = shaped<
  Shape,
  AuditRow,
  { actor: string; action: string; target: string; before: number; limit: number }
>(([byActor = false, byAction = false, byTarget = false, isPage = false]) => (value) => {
  // Where a target is asked for its own index is walked, by far the shortest: the others are only looked at.
  const column = (name: 'actor' | 'action') =>
    byTarget ? sql`coalesce(${sql.ref(name)}, '')` : sql.ref(name);
  return sql`select ${EVENT} from audit
    where ${byActor ? sql`${column('actor')} = ${value('actor')}` : sql`1 = 1`}
      and ${byAction ? sql`${column('action')} = ${value('action')}` : sql`1 = 1`}
      and ${byTarget ? sql`target = ${value('target')}` : sql`1 = 1`}
      and ${isPage ? sql`id < ${value('before')}` : sql`1 = 1`}
    order by id desc limit ${value('limit')}`;
});
