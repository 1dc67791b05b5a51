import { sql } from 'kysely';
import { storable, type Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { Session as Database } from '../database/session.ts';
import type { Approval, Approvals } from './index.ts';

/** Of a comment, characters. */
const MOST = 4000;

/** See `Approvals`. */
export function approvalsOver({ read, change }: Database): Approvals {
  return {
    record: (approval) => {
      const row = {
        ...approval,
        by: storable(approval.by),
        comment: storable(approval.comment.slice(0, MOST)),
      };
      return change(async (tx, isRepeat) => {
        if (isRepeat && (await ofWeek(tx, row.week)).some((known) => isSame(known, row))) return;
        await sql`insert into approval (week, snapshot, verdict, approver, at, comment)
          values (${row.week}, ${row.snapshot}, ${row.verdict}, ${row.by}, ${row.at}, ${row.comment})`.execute(
          tx.db,
        );
      });
    },
    ofWeek: (week) => read((tx) => ofWeek(tx, week)),
  };
}

async function ofWeek(tx: Tx, week: string): Promise<Approval[]> {
  return rowsOf(
    tx,
    sql<Approval>`select week, snapshot, verdict, approver as "by", at, comment from approval
      where week = ${week} order by id desc`,
  );
}

function isSame(one: Approval, other: Approval): boolean {
  const names = ['week', 'snapshot', 'verdict', 'by', 'at', 'comment'] as const;
  return names.every((name) => one[name] === other[name]);
}
