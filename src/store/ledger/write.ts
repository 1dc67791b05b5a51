import { sql } from 'kysely';
import { type DeliveryId, type DeliveryState, isByEvidenceOnly, type Outcome } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import type { Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';
import type { Batch } from './index.ts';
import { type NewAttempt, record } from './record.ts';
import { type Standing, stand } from './stand.ts';
import { type Step, take } from './step.ts';
import { strike } from './subscriber-state.ts';

/** See Ledger.write. */
export async function write(
  tx: Tx,
  { outcomes, intents, owner }: Batch,
  now: Instant,
): Promise<{ granted: ReadonlySet<DeliveryId> }> {
  const standings = await stand(
    tx,
    [...outcomes, ...intents].map(({ delivery }) => delivery),
  );
  const told = await toldAlready(tx, outcomes, standings);
  const steps = new Map<number, Step>();
  const history: NewAttempt[] = [];
  const strikes: Array<readonly [Outcome, Standing]> = [];
  const granted = new Set<DeliveryId>();
  const move = (standing: Standing, to: DeliveryState, rest: Omit<Step, 'number' | 'from' | 'to'>): void => {
    const from = steps.get(standing.number)?.from ?? standing.state;
    standing.state = to;
    steps.set(standing.number, { number: standing.number, from, to, ...rest });
  };

  for (const outcome of outcomes) {
    const standing = standings.get(outcome.delivery);
    if (standing === undefined || told.has(nameOf(standing, outcome))) continue;
    const believed = isUnderWay(standing, outcome);
    told.add(nameOf(standing, outcome));
    history.push(lineOf(standing, outcome, believed ? 'outcome' : 'evidence', owner, now));
    if (outcome.strike !== undefined) strikes.push([outcome, standing]);
    if (!believed && !provesArrival(outcome, standing)) continue;
    const nextAt = outcome.state === 'DEFERRED' ? (outcome.nextAt ?? now) : '';
    move(standing, outcome.state, { attempts: standing.attempts, nextAt, reason: outcome.reason });
  }
  for (const intent of intents) {
    const standing = standings.get(intent.delivery);
    if (standing === undefined) continue;
    // Granted before, by a commit of unknown fate.
    if (isUnderWay(standing, intent)) granted.add(intent.delivery);
    if (!mayBegin(standing, intent, now)) continue;
    granted.add(intent.delivery);
    const { number, turn, lease_until: leaseUntil } = standing;
    const { attempt, fence } = intent;
    move(standing, 'IN_DATA', { attempts: attempt, nextAt: '', reason: '', owner, leaseUntil });
    history.push({ ...INTENT, number, attempt, fence, turn, at: now, owner });
  }

  const taken = [...steps.values()];
  await take(tx, taken, now);
  await take(tx, taken.filter(isOrphan(standings)).map(cancelled), now);
  await record(tx, history);
  for (const [outcome, { subscriber_id: subscriber, edition }] of strikes) {
    const weight = outcome.strike ?? 'strike';
    await strike(tx, { subscriber, edition, weight, by: 'smtp', reason: outcome.reason }, now);
  }
  return { granted };
}

type Try = Pick<Outcome, 'attempt' | 'fence'>;

function isUnderWay({ state, attempts, fence }: Standing, one: Try): boolean {
  return state === 'IN_DATA' && attempts === one.attempt && fence === one.fence;
}

/** A late word that a letter arrived which is in doubt, or waits to be sent again: a second copy is not sent. */
function provesArrival(outcome: Outcome, { state, attempts }: Standing): boolean {
  if (outcome.state !== 'ACCEPTED' || attempts === 0) return false;
  return state === 'UNCERTAIN' || isByEvidenceOnly(state, 'ACCEPTED');
}

function mayBegin(standing: Standing, intent: Try, now: Instant): boolean {
  return (
    standing.state === 'CLAIMED' &&
    standing.fence === intent.fence &&
    standing.attempts + 1 === intent.attempt &&
    standing.lease_until > now &&
    standing.campaign_state === 'open'
  );
}

function nameOf({ number }: Standing, { attempt, fence, state }: Try & { readonly state: string }): string {
  return `${number} ${attempt} ${fence} ${state}`;
}

/** Of outcomes that no longer are of an attempt under way: those that were written before. */
async function toldAlready(
  tx: Tx,
  outcomes: readonly Outcome[],
  standings: ReadonlyMap<DeliveryId, Standing>,
): Promise<Set<string>> {
  const late = outcomes.flatMap((outcome) => {
    const standing = standings.get(outcome.delivery);
    return standing && !isUnderWay(standing, outcome) ? [[standing.number]] : [];
  });
  if (late.length === 0) return new Set();
  const rows = await TOLD.rows(tx, { late: JSON.stringify(late) });
  return new Set(rows.map(({ number, n, fence, state }) => `${number} ${n} ${fence} ${state}`));
}

/** Phase of an attempt whose end nobody saw. */
export const LOST = 'lost';

const TOLD = statement<{ number: number; n: number; fence: number; state: string }, { late: string }>(
  (value, { batch }) => sql`select a.number, a.n, a.fence, a.state
    from ${batch(value('late'))} cross join attempt a where a.number = cast(batch.value ->> 0 as integer)
      and a.phase <> ${sql.lit(LOST)} and a.kind in ('outcome', 'evidence')`,
);

const INTENT = {
  kind: 'intent',
  state: 'IN_DATA',
  phase: '',
  code: 0,
  enhanced: '',
  text: '',
  queueId: '',
} as const;

function lineOf(
  { number }: Standing,
  { attempt, fence, state, phase, reply, queueId = '', reason }: Outcome,
  kind: 'outcome' | 'evidence',
  owner: string,
  at: Instant,
): NewAttempt {
  const { code = 0, enhanced = '', text = reason } = reply ?? {};
  return { number, attempt, fence, state, phase, kind, at, code, enhanced, text, queueId, owner };
}

/** What would wait for another try in a campaign that has been cancelled meanwhile. */
function isOrphan(standings: ReadonlyMap<DeliveryId, Standing>): (step: Step) => boolean {
  const ended = new Set<number>();
  for (const { number, campaign_state: state } of standings.values())
    if (state === 'cancelled') ended.add(number);
  return ({ number, to }) => to === 'DEFERRED' && ended.has(number);
}

function cancelled(step: Step): Step {
  return { ...step, from: 'DEFERRED', to: 'CANCELLED', nextAt: '', reason: 'its campaign was cancelled' };
}
