import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../model/time.ts';
import type { Tx } from '../database/dialect.ts';
import { shaped } from '../database/statement.ts';
import { CAMPAIGN_QUESTIONS, DELIVERY_QUESTIONS, type Question } from './audit-questions.ts';
import type { Breach } from './index.ts';

const MOST = 100;

/** See Ledger.audit. */
export async function audit(tx: Tx, now: Instant, campaign: number | undefined): Promise<Breach[]> {
  const rows = await AUDIT({ ofOne: campaign !== undefined }).rows(tx, { now, campaign: campaign ?? 0 });
  return rows.flatMap(({ of, where, answers }) => {
    const asked = of === 'delivery' ? DELIVERY_QUESTIONS : CAMPAIGN_QUESTIONS;
    return asked
      .filter((_, at) => (answers & (1 << at)) !== 0)
      .map(({ invariant, what }) => ({ invariant, where, what }));
  });
}

interface Answers {
  readonly of: 'delivery' | 'campaign';
  readonly where: string;
  /** A bit for each question, in order: set where the answer is a breach. */
  readonly answers: number;
}

type Value = (name: 'now' | 'campaign') => RawBuilder<unknown>;

/** All questions in one walk over deliveries, each with its history, and one over campaigns. */
const AUDIT = shaped<{ readonly ofOne: boolean }, Answers, { now: Instant; campaign: number }>(
  ({ ofOne }) =>
    (value) =>
      sql`
      select * from (select 'delivery' as "of", substr(d.delivery_id, 1, 16) as "where",
          (select ${bits(DELIVERY_QUESTIONS, value)} from attempt a where a.number = d.id) as answers
        from delivery d where ${ofOne ? sql`d.campaign_id = ${value('campaign')}` : sql`1 = 1`}) as of_deliveries
      where answers > 0
      union all
      select * from (select 'campaign' as "of", c.edition || ' to ' || c.list as "where",
          ${bits(CAMPAIGN_QUESTIONS, value)} as answers
        from campaign c where ${ofOne ? sql`c.id = ${value('campaign')}` : sql`1 = 1`}) as of_campaigns
      where answers > 0 limit ${sql.lit(MOST)}`,
);

function bits(questions: readonly Question[], value: Value): RawBuilder<unknown> {
  const terms = questions.map(
    ({ isBroken }, at) => sql`case when ${isBroken(value)} then ${sql.lit(1 << at)} else 0 end`,
  );
  return sql.join(terms, sql` + `);
}
