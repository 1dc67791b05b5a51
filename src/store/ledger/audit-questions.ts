import { type RawBuilder, sql } from 'kysely';
import { REFUSED } from './recover.ts';

/** Finds what must not be. */
export interface Question {
  readonly invariant: string;
  /** What is wrong, where it is. */
  readonly what: string;
  readonly isBroken: (value: (name: 'now') => RawBuilder<unknown>) => RawBuilder<unknown>;
}

function question(invariant: string, what: string, broken: RawBuilder<unknown>): Question {
  return { invariant, what, isBroken: () => broken };
}

/** Number of the last attempt that was begun. */
const LAST = sql`coalesce(max(case when a.kind = 'intent' then a.n end), 0)`;
const OUTCOME = sql`a.kind = 'outcome' and a.phase <> ${sql.lit(REFUSED)}`;
const ACCEPTED = sql`a.kind in ('outcome', 'evidence') and a.state = 'ACCEPTED'`;
/** Somebody decided that it may be sent again. */
const DECIDED = sql`exists (select 1 from attempt r where r.number = a.number and r.kind = 'operator'
  and r.state = 'PLANNED' and r.fence = a.fence)`;
const BEGUN = sql`exists (select 1 from attempt i where i.number = a.number and i.n = a.n and i.fence = a.fence
  and i.kind = 'intent')`;
const LEFT = sql`exists (select 1 from subscriber_event e where e.subscriber_id = d.subscriber_id
  and e.turn = a.turn and e.what in ('unsubscribed', 'bounced'))`;

function any(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${many(condition)} > 0`;
}

function many(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`count(case when ${condition} then 1 end)`;
}

function first(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`min(case when ${condition} then a.n end)`;
}

/** Of a delivery `d` with all lines `a` of its history. */
export const DELIVERY_QUESTIONS: readonly Question[] = [
  question(
    'I1',
    'accepted more than once, and nobody decided to send it again',
    sql`count(distinct case when ${ACCEPTED} then a.n end)
      > 1 + ${many(sql`a.kind = 'operator' and a.state = 'PLANNED'`)}`,
  ),
  question('I1', 'it is not named after its edition and recipient', sql`length(d.delivery_id) <> 64`),
  question(
    'I3',
    'its attempts are not numbered from 1 without gaps',
    sql`${many(sql`a.kind = 'intent'`)} <> d.attempts or ${LAST} <> d.attempts`,
  ),
  question('I3', 'an outcome of an attempt that was never begun', any(sql`${OUTCOME} and not ${BEGUN}`)),
  question(
    'I3',
    'an attempt has two outcomes',
    sql`${many(OUTCOME)} > count(distinct case when ${OUTCOME} then a.n end)`,
  ),
  question(
    'I3',
    'an attempt was begun after a final outcome',
    sql`${first(sql`a.kind = 'outcome' and a.state in ('ACCEPTED', 'REJECTED')`)} < ${LAST}`,
  ),
  question(
    'I3',
    'an attempt was begun after one in doubt, and nobody decided so',
    sql`${first(sql`a.kind = 'outcome' and a.state = 'UNCERTAIN' and not ${DECIDED}`)} < ${LAST}`,
  ),
  question(
    'I3',
    'its state says accepted, its history does not',
    sql`d.state = 'ACCEPTED' and ${many(sql`a.state = 'ACCEPTED'`)} = 0`,
  ),
  question(
    'I3',
    'it is being sent without an intent',
    sql`d.state = 'IN_DATA' and ${many(sql`a.kind = 'intent' and a.n = d.attempts and a.fence = d.fence`)} = 0`,
  ),
  question(
    'I4',
    'an attempt was claimed after its subscriber had left',
    any(sql`a.kind = 'intent' and a.turn > 0 and ${LEFT}`),
  ),
  {
    invariant: 'I10',
    what: 'its lease has ended and nobody took it back',
    isBroken: (value) => sql`d.state in ('CLAIMED', 'IN_DATA') and d.lease_until <= ${value('now')}`,
  },
  question(
    'I10',
    'it is held by nobody',
    sql`d.state in ('CLAIMED', 'IN_DATA') and (d.owner = '' or d.lease_until = '')`,
  ),
];

function has(...states: readonly string[]): RawBuilder<unknown> {
  const those = sql.join(states.map((state) => sql.lit(state)));
  return sql`exists (select 1 from delivery d where d.campaign_id = c.id and d.state in (${those}))`;
}

/** Of a campaign `c`. */
export const CAMPAIGN_QUESTIONS: readonly Question[] = [
  question(
    'I2',
    'it has more or fewer deliveries than were planned',
    sql`c.planned <> (select count(*) from delivery d where d.campaign_id = c.id)`,
  ),
  question(
    'I6',
    "its manifest is not the edition's",
    sql`exists (select 1 from edition e where e.edition = c.edition and e.manifest <> c.manifest)`,
  ),
  question(
    'I7',
    'another edition has the same week and number',
    sql`exists (select 1 from campaign o where o.week = c.week and o.version = c.version and o.edition <> c.edition)`,
  ),
  question(
    'I8',
    'it is finished, and deliveries are left',
    sql`c.state = 'finished' and ${has('PLANNED', 'CLAIMED', 'IN_DATA', 'DEFERRED')}`,
  ),
  question(
    'I8',
    'it is cancelled, and deliveries are waiting',
    sql`c.state = 'cancelled' and ${has('PLANNED', 'CLAIMED', 'DEFERRED')}`,
  ),
];
