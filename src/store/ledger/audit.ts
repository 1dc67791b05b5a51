import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../model/time.ts';
import type { Tx } from './dialect.ts';
import type { Breach } from './index.ts';
import { REFUSED } from './recover.ts';
import { rowsOf } from './rows.ts';

const MOST = 100;

/** See Ledger.audit. Each question finds rows that must not be there; together they are one statement. */
export async function audit(tx: Tx, now: Instant, campaign: number | undefined): Promise<Breach[]> {
  const ours = campaign === undefined ? sql`1 = 1` : sql`d.campaign_id = ${campaign}`;
  const its = campaign === undefined ? sql`1 = 1` : sql`c.id = ${campaign}`;
  const questions = [...ofAttempts(ours), ...ofSums(its, ours), ...ofStates(now, ours), ...ofCampaigns(its)];
  const all = questions.map(
    (question, at) => sql`select * from (${question} limit ${sql.lit(MOST)}) as ${sql.raw(`question_${at}`)}`,
  );
  return rowsOf(
    tx,
    sql<Breach>`select * from (${sql.join(all, sql` union all `)}) as breaches limit ${sql.lit(MOST)}`,
  );
}

function breach(invariant: string, where: RawBuilder<unknown>, what: string): RawBuilder<unknown> {
  return sql`select ${sql.lit(invariant)} as invariant, ${where} as "where", ${sql.lit(what)} as what`;
}

const NAME = sql`substr(d.delivery_id, 1, 16)`;
const CAMPAIGN = sql`c.edition || ' to ' || c.list`;
/** Somebody decided that it may be sent again. */
const DECIDED = sql`r.kind = 'operator' and r.state = 'PLANNED'`;

function ofAttempts(ours: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const of = sql`from delivery d cross join attempt a where a.number = d.id and ${ours}`;
  const later = sql`exists (select 1 from attempt i where i.number = d.id and i.kind = 'intent' and i.n > a.n)`;
  return [
    sql`${breach('I1', NAME, 'accepted more than once, and nobody decided to send it again')} ${of}
      and a.state = 'ACCEPTED' and a.kind in ('outcome', 'evidence') group by d.id, d.delivery_id
      having count(distinct a.n) > 1 + (select count(*) from attempt r where r.number = d.id and ${DECIDED})`,
    sql`${breach('I3', NAME, 'its attempts are not numbered from 1 without gaps')}
      from delivery d left join attempt a on a.number = d.id and a.kind = 'intent' where ${ours}
      group by d.id, d.delivery_id, d.attempts
      having count(a.n) <> d.attempts or coalesce(max(a.n), 0) <> d.attempts`,
    sql`${breach('I3', NAME, 'an outcome of an attempt that was never begun')} ${of}
      and a.kind = 'outcome' and a.phase <> ${sql.lit(REFUSED)} and not exists
        (select 1 from attempt i where i.number = d.id and i.kind = 'intent' and i.n = a.n and i.fence = a.fence)`,
    sql`${breach('I3', NAME, 'an attempt has two outcomes')} ${of}
      and a.kind = 'outcome' and a.phase <> ${sql.lit(REFUSED)} group by d.id, d.delivery_id, a.n having count(*) > 1`,
    sql`${breach('I3', NAME, 'an attempt was begun after a final outcome')} ${of}
      and a.kind = 'outcome' and a.state in ('ACCEPTED', 'REJECTED') and ${later}`,
    sql`${breach('I3', NAME, 'an attempt was begun after one in doubt, and nobody decided so')} ${of}
      and a.kind = 'outcome' and a.state = 'UNCERTAIN' and ${later} and not exists
        (select 1 from attempt r where r.number = d.id and ${DECIDED} and r.fence = a.fence)`,
    sql`${breach('I4', NAME, 'an attempt was claimed after its subscriber had left')}
      from delivery d cross join attempt a join subscriber_event e
        on e.subscriber_id = d.subscriber_id and e.turn = a.turn and e.what in ('unsubscribed', 'bounced')
      where a.number = d.id and a.kind = 'intent' and a.turn > 0 and ${ours}`,
  ];
}

function ofSums(its: RawBuilder<unknown>, ours: RawBuilder<unknown>): RawBuilder<unknown>[] {
  return [
    sql`${breach('I2', CAMPAIGN, 'it has more or fewer deliveries than were planned')} from campaign c where ${its}
      and c.planned <> (select count(*) from delivery d where d.campaign_id = c.id)`,
    sql`${breach('I1', NAME, 'it is not named after its edition and recipient')}
      from delivery d where ${ours} and length(d.delivery_id) <> 64`,
  ];
}

function ofStates(now: Instant, ours: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const held = sql`d.state in ('CLAIMED', 'IN_DATA')`;
  return [
    sql`${breach('I3', NAME, 'its state says accepted, its history does not')} from delivery d
      where d.state = 'ACCEPTED' and ${ours} and not exists
        (select 1 from attempt a where a.number = d.id and a.state = 'ACCEPTED')`,
    sql`${breach('I3', NAME, 'it is being sent without an intent')} from delivery d
      where d.state = 'IN_DATA' and ${ours} and not exists (select 1 from attempt a
        where a.number = d.id and a.kind = 'intent' and a.n = d.attempts and a.fence = d.fence)`,
    sql`${breach('I10', NAME, 'its lease has ended and nobody took it back')} from delivery d
      where ${held} and d.lease_until <= ${now} and ${ours}`,
    sql`${breach('I10', NAME, 'it is held by nobody')} from delivery d
      where ${held} and (d.owner = '' or d.lease_until = '') and ${ours}`,
  ];
}

function ofCampaigns(its: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const has = (states: string): RawBuilder<unknown> =>
    sql`exists (select 1 from delivery d where d.campaign_id = c.id and d.state in (${sql.raw(states)}))`;
  return [
    sql`${breach('I6', CAMPAIGN, "its manifest is not the edition's")} from campaign c
      join edition e on e.edition = c.edition where e.manifest <> c.manifest and ${its}`,
    sql`${breach('I7', CAMPAIGN, 'another edition has the same week and number')} from campaign c where ${its}
      and exists (select 1 from campaign o where o.week = c.week and o.version = c.version and o.edition <> c.edition)`,
    sql`${breach('I8', CAMPAIGN, 'it is finished, and deliveries are left')} from campaign c
      where c.state = 'finished' and ${its} and ${has(`'PLANNED', 'CLAIMED', 'IN_DATA', 'DEFERRED'`)}`,
    sql`${breach('I8', CAMPAIGN, 'it is cancelled, and deliveries are waiting')} from campaign c
      where c.state = 'cancelled' and ${its} and ${has(`'PLANNED', 'CLAIMED', 'DEFERRED'`)}`,
  ];
}
