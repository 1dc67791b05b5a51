import { sql } from 'kysely';
import { storable, type Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { Session as Database } from '../database/session.ts';
import { statement } from '../database/statement.ts';
import type { Session, Sessions } from './index.ts';
import { ACCOUNT, type AccountRow, idOf, toAccount } from './rows.ts';

/** A session that is looked at all the time is written once in this many milliseconds. */
const TOUCH_MS = 60_000;
/** Of what a browser says of itself, characters. */
const MOST = 300;

/** See `Sessions`. */
export function sessionsOver({ read, change }: Database): Sessions {
  return {
    open: ({ hash, account, openedAt, idleUntil, endsAt, from, agent }, password) =>
      change(async ({ db }) => {
        // Nothing where the account was disabled, or got another password, a moment ago.
        const still = password === undefined ? sql`1 = 1` : sql`password = ${password}`;
        await sql`insert into session (hash, account_id, opened_at, idle_until, ends_at, opened_from, agent)
          select ${hash}, id, ${openedAt}, ${idleUntil}, ${endsAt}, ${cut(from)}, ${cut(agent)}
          from account where id = ${idOf(account)} and state = 'active' and ${still}
          on conflict do nothing`.execute(db);
      }),
    find: async (hash, now) => {
      const [row] = await read((tx) => FIND.rows(tx, { hash, now }));
      return row && { session: toSession(row), account: toAccount(row) };
    },
    touch: async (hash, idleUntil) => {
      const told = { hash, idleUntil, before: new Date(Date.parse(idleUntil) - TOUCH_MS).toISOString() };
      // Nearly always there is nothing to write: then nobody waits for the right to.
      if ((await read((tx) => OLDER.rows(tx, told))).length > 0) await change((tx) => TOUCH.run(tx, told));
    },
    close: async (hash) => {
      await change((tx) => CLOSE.run(tx, { hash }));
    },
    closeOf: (account) => change((tx) => closeSessionsOf(tx, account)),
    ofAccount: async (account, now) => {
      const rows = await read((tx) =>
        rowsOf(
          tx,
          sql<SessionRow>`select ${SESSION} from session s where s.account_id = ${idOf(account)}
            and s.idle_until > ${now} and s.ends_at > ${now} order by s.opened_at desc, s.hash`,
        ),
      );
      return rows.map(toSession);
    },
    sweep: async (now) => {
      const [row] = await read((tx) => ENDED.rows(tx, { now }));
      return row?.ended ? change((tx) => SWEEP.run(tx, { now })) : 0;
    },
  };
}

/** In the same transaction as what ends them. Gives how many there were. */
export function closeSessionsOf(tx: Tx, account: number): Promise<number> {
  return CLOSE_OF.run(tx, { account: idOf(account) });
}

interface SessionRow {
  hash: string;
  account_id: number;
  opened_at: string;
  idle_until: string;
  ends_at: string;
  opened_from: string;
  agent: string;
}

type FoundRow = SessionRow & AccountRow;

const SESSION = sql`s.hash, s.account_id, s.opened_at, s.idle_until, s.ends_at, s.opened_from, s.agent`;

function toSession(row: SessionRow): Session {
  return {
    hash: row.hash,
    account: row.account_id,
    openedAt: row.opened_at,
    idleUntil: row.idle_until,
    endsAt: row.ends_at,
    from: row.opened_from,
    agent: row.agent,
  };
}

const FIND = statement<FoundRow, { hash: string; now: string }>(
  (value) => sql`select ${SESSION}, ${ACCOUNT}
    from session s join account a on a.id = s.account_id
    where s.hash = ${value('hash')} and s.idle_until > ${value('now')} and s.ends_at > ${value('now')}
      and a.state = 'active'`,
);
const OLDER = statement<{ hash: string }, { hash: string; before: string }>(
  (value) => sql`select hash from session where hash = ${value('hash')} and idle_until <= ${value('before')}`,
);
const TOUCH = statement<never, { hash: string; before: string; idleUntil: string }>(
  (value) => sql`update session set idle_until = ${value('idleUntil')}
    where hash = ${value('hash')} and idle_until <= ${value('before')}`,
);
const CLOSE = statement<never, { hash: string }>(
  (value) => sql`delete from session where hash = ${value('hash')}`,
);
const CLOSE_OF = statement<never, { account: number }>(
  (value) => sql`delete from session where account_id = ${value('account')}`,
);
const ENDED = statement<{ ended: number }, { now: string }>(
  (value) => sql`select count(*) as ended from session
    where idle_until <= ${value('now')} or ends_at <= ${value('now')}`,
);
const SWEEP = statement<never, { now: string }>(
  (value) => sql`delete from session where idle_until <= ${value('now')} or ends_at <= ${value('now')}`,
);

function cut(text: string): string {
  return storable(text.slice(0, MOST));
}
