import { sql } from 'kysely';
import { type AlertKind, OCCURRENCE_STATES, type OccurrenceState } from '../../model/occurrence.ts';
import type { Instant, WeekId } from '../../model/time.ts';
import { type Dialect, storable, type Tx } from '../database/dialect.ts';
import { TEXT } from '../database/holding.ts';
import { rowsOf } from '../database/rows.ts';
import type { Session } from '../database/session.ts';
import type { Occurrence, Occurrences } from './index.ts';

/** Rows of `occurrence_event` are only ever added; see `addedOnly`. */
export function occurrenceTables(kind: Dialect['kind']): string[] {
  const text = `${TEXT[kind]} not null`;
  const number = 'integer not null';
  const state = `${text} check (state in (${OCCURRENCE_STATES.map((word) => `'${word}'`).join(', ')}))`;
  return [
    `create table occurrence (desk ${text}, week ${text}, due_at ${text}, state ${state}, owner ${text},
      lease_until ${text}, fence ${number}, attempts ${number}, next_at ${text}, reason ${text}, edition ${text},
      released_at ${text}, alert ${text}, alert_reason ${text}, alert_until ${text}, told ${text}, changed_at ${text}, primary key (desk, week))`,
    // n counts on for each week: the same told again, after a commit of unknown fate, is the same row.
    `create table occurrence_event (desk ${text}, week ${text}, n ${number}, at ${text}, state ${text}, owner ${text},
      reason ${text}, attempts ${number}, primary key (desk, week, n))`,
  ];
}

/** What is over is not taken up again but by an operator's word. */
const OPEN: readonly OccurrenceState[] = ['waiting', 'building', 'published', 'sending'];
/** Of a reason, characters. */
const MOST = 2000;

/** See `Occurrences`: whoever changes a week holds its row until then. */
export function occurrencesOver({ read, change }: Session): Occurrences {
  return {
    due: ({ desk, week, dueAt }, now) =>
      change(async (tx, isRepeat) => {
        const known = await find(tx, desk, week);
        if (known !== undefined) return { occurrence: known, isNew: isRepeat && known.changedAt === now };
        const made = await rowsOf(
          tx,
          sql<Row>`insert into occurrence (desk, week, due_at, state, owner, lease_until, fence, attempts, next_at,
              reason, edition, released_at, alert, alert_reason, alert_until, told, changed_at)
            values (${desk}, ${week}, ${dueAt}, 'waiting', '', '', 0, 0, ${dueAt}, '', '', '',
              '', '', '', '', ${now})
            on conflict (desk, week) do nothing returning *`,
        );
        const [row] = made;
        if (row !== undefined) {
          await tell(tx, row, now);
          return { occurrence: toOccurrence(row), isNew: true };
        }
        // Another was faster, and has committed by now.
        const other = await find(tx, desk, week);
        if (other === undefined) throw new Error(`occurrence ${week} is neither there nor to be made`);
        return { occurrence: other, isNew: false };
      }),

    claim: ({ desk, week, owner, leaseUntil, now, dead }) =>
      change(async (tx) => {
        const [row] = await lock(tx, desk, week);
        if (row === undefined || !OPEN.includes(row.state) || row.next_at > now) return undefined;
        const isFree = row.owner === '' || row.owner === owner || row.lease_until <= now;
        if (!isFree && !dead.includes(row.owner)) return undefined;
        const [taken] = await rowsOf(
          tx,
          sql<Row>`update occurrence set owner = ${storable(owner)}, lease_until = ${leaseUntil}, fence = fence + 1,
              attempts = attempts + 1 where desk = ${desk} and week = ${week} returning *`,
        );
        return taken === undefined ? undefined : toOccurrence(taken);
      }),

    renew: ({ desk, week, fence }, leaseUntil) =>
      change(async (tx) => {
        const { numAffectedRows } = await sql`update occurrence set lease_until = ${leaseUntil}
          where desk = ${desk} and week = ${week} and fence = ${fence} and owner <> ''`.execute(tx.db);
        return Number(numAffectedRows ?? 0) === 1;
      }),

    record: ({ desk, week, fence }, what, now) =>
      change(async (tx, isRepeat) => {
        const [row] = await lock(tx, desk, week);
        if (row === undefined) return false;
        const reason = storable(what.reason.slice(0, MOST));
        // A commit of unknown fate: what an earlier try has left is as it wanted it.
        const isDone =
          isRepeat && row.state === what.state && row.reason === reason && row.changed_at === now;
        if (isDone) return true;
        if (row.fence !== fence) return false;
        const free = what.release === true;
        const alert = toldNext(row, what.alert);
        const [changed] = await rowsOf(
          tx,
          sql<Row>`update occurrence set state = ${what.state}, reason = ${reason},
              next_at = ${what.nextAt ?? ''}, edition = ${what.edition ?? row.edition},
              owner = ${free ? '' : row.owner}, lease_until = ${free ? '' : row.lease_until},
              fence = ${free ? row.fence + 1 : row.fence}, alert = ${alert},
              alert_reason = ${alert === row.alert ? row.alert_reason : reason},
              alert_until = ${alert === row.alert ? row.alert_until : ''},
              released_at = ${what.releasedAt ?? row.released_at}, changed_at = ${now}
            where desk = ${desk} and week = ${week} returning *`,
        );
        // Who works on it is told of, though it is given back with the same word.
        if (changed !== undefined) await tell(tx, { ...changed, owner: what.by ?? row.owner }, now);
        return true;
      }),

    takeAlert: ({ desk, week, until, now }) =>
      change(async (tx) => {
        const [row] = await lock(tx, desk, week);
        if (row === undefined || row.alert === '' || row.alert_until > now) return undefined;
        await sql`update occurrence set alert_until = ${until} where desk = ${desk} and week = ${week}`.execute(
          tx.db,
        );
        return { kind: row.alert, reason: row.alert_reason };
      }),

    told: (desk, week, kind) =>
      change(async (tx) => {
        await sql`update occurrence set alert = '', alert_reason = '', alert_until = '',
            told = ${kind === 'recovered' ? '' : kind}
          where desk = ${desk} and week = ${week} and alert = ${kind}`.execute(tx.db);
      }),

    of: (desk, week) => read((tx) => find(tx, desk, week)),

    list: (desk, limit = 100) =>
      read(async (tx) => {
        const rows = await rowsOf(
          tx,
          sql<Row>`select * from occurrence where desk = ${desk} order by week desc limit ${limit}`,
        );
        return rows.map(toOccurrence);
      }),

    history: (desk, week) =>
      read((tx) =>
        rowsOf(
          tx,
          sql<{ at: Instant; state: OccurrenceState; owner: string; reason: string; attempts: number }>`
            select at, state, owner, reason, attempts from occurrence_event
            where desk = ${desk} and week = ${week} order by n`,
        ),
      ),
  };
}

interface Row {
  desk: string;
  week: WeekId;
  due_at: Instant;
  state: OccurrenceState;
  owner: string;
  lease_until: Instant;
  fence: number;
  attempts: number;
  next_at: Instant;
  reason: string;
  edition: string;
  released_at: Instant;
  alert: AlertKind | '';
  alert_reason: string;
  /** Until then somebody is telling it. */
  alert_until: Instant;
  /** The trouble people know of. */
  told: AlertKind | '';
  changed_at: Instant;
}

async function find(tx: Tx, desk: string, week: WeekId): Promise<Occurrence | undefined> {
  const [row] = await rowsOf(tx, sql<Row>`select * from occurrence where desk = ${desk} and week = ${week}`);
  return row === undefined ? undefined : toOccurrence(row);
}

function lock(tx: Tx, desk: string, week: WeekId): Promise<Row[]> {
  return rowsOf(
    tx,
    sql<Row>`select * from occurrence where desk = ${desk} and week = ${week} ${tx.dialect.forUpdate}`,
  );
}

/** What is to be told then: no trouble twice, and no end of one that nobody heard of. */
function toldNext({ alert, told }: Row, next: AlertKind | undefined): AlertKind | '' {
  if (next === undefined) return alert;
  if (next !== 'recovered') return next === told ? '' : next;
  return told === '' ? '' : next;
}

/** A line of its history. Whoever changes the row holds it, so that no other counts on meanwhile. */
async function tell(tx: Tx, row: Row, now: Instant): Promise<void> {
  const { desk, week, state, owner, reason, attempts } = row;
  await sql`insert into occurrence_event (desk, week, n, at, state, owner, reason, attempts)
    select ${desk}, ${week}, coalesce(max(n), 0) + 1, ${now}, ${state}, ${owner}, ${reason}, ${attempts}
    from occurrence_event where desk = ${desk} and week = ${week}`.execute(tx.db);
}

function toOccurrence(row: Row): Occurrence {
  return {
    desk: row.desk,
    week: row.week,
    dueAt: row.due_at,
    state: row.state,
    owner: row.owner,
    leaseUntil: row.lease_until,
    fence: row.fence,
    attempts: row.attempts,
    nextAt: row.next_at,
    reason: row.reason,
    edition: row.edition,
    releasedAt: row.released_at,
    alert: row.alert,
    changedAt: row.changed_at,
  };
}
