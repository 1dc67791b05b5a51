import { sql } from 'kysely';
import { AssayError } from '../../errors.ts';
import { type Delivery, type DeliveryState, isByEvidenceOnly, TRANSITIONS } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import type { Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import { delivery } from './deliveries.ts';
import type { Resolution } from './index.ts';
import { record } from './record.ts';
import { type Standing, stand, unknownDelivery } from './stand.ts';
import { take } from './step.ts';
import { strike } from './subscriber-state.ts';

/** See Ledger.resolve. `isRepeat`: an earlier try may have been committed. */
export async function resolve(
  tx: Tx,
  resolution: Resolution,
  now: Instant,
  isRepeat: boolean,
): Promise<Delivery> {
  const named = await delivery(tx, resolution.delivery);
  const standing = named && (await stand(tx, [named.delivery])).get(named.delivery);
  if (standing === undefined) throw unknownDelivery(resolution.delivery);
  const isDone = isRepeat && standing.state === resolution.to;
  if (!isDone) await carryOut(tx, standing, resolution, now);
  const after = await delivery(tx, standing.delivery_id);
  if (after === undefined) throw unknownDelivery(resolution.delivery);
  return after;
}

async function carryOut(
  tx: Tx,
  standing: Standing,
  { to, kind, by, reason, reply, strike: weight }: Resolution,
  now: Instant,
): Promise<void> {
  const { number, state: from, attempts, fence, subscriber_id: subscriber, edition } = standing;
  if (!TRANSITIONS[from].includes(to))
    throw refused(standing, `a delivery that is ${from} cannot become ${to}`);
  if (isByEvidenceOnly(from, to) && (kind !== 'evidence' || attempts === 0))
    throw refused(standing, `only evidence of an attempt that was begun makes what is ${from} ${to}`);
  if (to === 'PLANNED') await reopen(tx, standing, now);
  await take(tx, [{ number, from, to, attempts, nextAt: '', reason }], now);
  const { code = 0, enhanced = '', text = reason } = reply ?? {};
  const line = { number, attempt: attempts, fence, kind, state: to, at: now, code, enhanced, text };
  await record(tx, [{ ...line, phase: '', queueId: '', owner: by }]);
  if (weight !== undefined) await strike(tx, { subscriber, edition, weight, by, reason }, now);
}

/** A campaign that was finished has somebody to write to again. */
async function reopen(tx: Tx, standing: Standing, now: Instant): Promise<void> {
  if (standing.campaign_state === 'cancelled')
    throw refused(standing, 'its campaign was cancelled, and a newer edition may have been sent instead');
  if (standing.deadline <= now)
    throw refused(
      standing,
      `its campaign's deadline (${standing.deadline}) has passed, so that it would not be sent`,
    );
  const newer = await newerThan(tx, standing.campaign_id);
  if (newer !== undefined)
    throw refused(
      standing,
      `${newer} corrects its edition, and nobody gets an older edition after a newer one`,
    );
  await openAgain(tx, standing.campaign_id);
}

async function newerThan(tx: Tx, campaign: number): Promise<string | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<{ edition: string }>`select o.edition from campaign c join campaign o
      on o.week = c.week and o.version > c.version where c.id = ${campaign} order by o.version desc limit 1`,
  );
  return row?.edition;
}

async function openAgain(tx: Tx, campaign: number): Promise<void> {
  await sql`update campaign set state = 'open', finished_at = '' where id = ${campaign}
    and state = 'finished'`.execute(tx.db);
}

function refused(
  { delivery_id: name, state }: { delivery_id: string; state: DeliveryState },
  why: string,
): AssayError {
  const may = TRANSITIONS[state].join(', ');
  return new AssayError('data', {
    code: 'E_DELIVERY_STATE',
    where: name.slice(0, 16),
    message: `${why}. ${may === '' ? `${state} is final.` : `From ${state} it may become ${may}.`} Nothing was changed.`,
  });
}

/** See Ledger.resendUncertain. */
export async function resendUncertain(tx: Tx, before: Instant, now: Instant): Promise<number> {
  const rows = await rowsOf(
    tx,
    sql<{ number: number; attempts: number; fence: number; campaign: number }>`
      select d.id as number, d.attempts, d.fence, c.id as campaign from campaign c cross join delivery d
      where c.state in ('open', 'finished') and c.deadline > ${now} and d.campaign_id = c.id
        and d.state = 'UNCERTAIN' and d.changed_at <= ${before} and not exists
          (select 1 from campaign o where o.week = c.week and o.version > c.version) order by d.id
      ${tx.dialect.kind === 'postgres' ? sql`for update of c, d` : sql``}`,
  );
  // With everybody else's letters done it was finished; now it is not.
  for (const campaign of new Set(rows.map((row) => row.campaign))) await openAgain(tx, campaign);
  const reason = 'in doubt for longer than the desk waits; sent again as it wishes';
  await take(
    tx,
    rows.map(({ number, attempts }) => ({
      number,
      from: 'UNCERTAIN',
      to: 'PLANNED',
      attempts,
      nextAt: '',
      reason,
    })),
    now,
  );
  const rest = { phase: '', code: 0, enhanced: '', text: reason, queueId: '', owner: 'desk' } as const;
  await record(
    tx,
    rows.map(({ number, attempts, fence }) => ({
      number,
      attempt: attempts,
      fence,
      kind: 'operator',
      state: 'PLANNED',
      at: now,
      ...rest,
    })),
  );
  return rows.length;
}
