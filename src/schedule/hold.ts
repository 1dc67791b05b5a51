import { parseWeek } from '../calendar/week.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Actor } from '../model/account.ts';
import type { Instant, WeekId } from '../model/time.ts';
import type { Occurrence, Occurrences } from '../store/office/index.ts';
import { DESK } from './dues.ts';
import { runOfWeek, type Scheduled } from './runs.ts';

export interface OccurrenceChange {
  readonly week: string;
  readonly reason: string;
  readonly by: Actor;
}

/**
 * Keeps a week from being made or mailed by itself until it is released, be it due or not yet. What is under way is not
 * undone. Throws AssayError usage E_WEEK, E_SCHEDULE_WEEK, E_SCHEDULE_STATE; config E_SCHEDULE_NONE.
 */
export async function holdWeek(
  desk: Scheduled,
  occurrences: Occurrences,
  { week: asked, reason, by }: OccurrenceChange,
  effects: Effects,
): Promise<Occurrence> {
  const week = parseWeek(asked);
  const now = effects.now().toISOString();
  if ((await occurrences.of(DESK, week)) === undefined) {
    const run = runOfWeek(desk, week);
    if (run === undefined || isTooLate(run.due.at, desk, now))
      throw usage(
        'E_SCHEDULE_WEEK',
        week,
        'the schedule makes no edition of it any more. Expected a week that is due, or to come.',
      );
    await occurrences.due({ desk: DESK, week, dueAt: run.due.at }, now);
  }
  return change(occurrences, week, effects, (row) => {
    if (['done', 'missed', 'skipped', 'failed', 'held'].includes(row.state))
      throw usage(
        'E_SCHEDULE_STATE',
        week,
        `it is ${row.state} and nothing is done by itself any more. There is nothing to hold.`,
      );
    const words = reason === '' ? '' : `: ${reason}`;
    return { state: 'held', reason: `held by ${by.name}${words}`, by: by.name, release: true };
  });
}

/**
 * What is held, failed or missed is tried again, at once or when it is due. Throws AssayError usage E_WEEK,
 * E_SCHEDULE_WEEK, E_SCHEDULE_STATE.
 */
export async function releaseWeek(
  occurrences: Occurrences,
  { week: asked, reason, by }: OccurrenceChange,
  effects: Effects,
): Promise<Occurrence> {
  const week = parseWeek(asked);
  if ((await occurrences.of(DESK, week)) === undefined)
    throw usage('E_SCHEDULE_WEEK', week, 'it was never due. "assay schedule list" shows those that were.');
  return change(occurrences, week, effects, (row) => {
    if (!['held', 'failed', 'missed', 'skipped'].includes(row.state))
      throw usage('E_SCHEDULE_STATE', week, `it is ${row.state}, not held. There is nothing to release.`);
    const now = effects.now().toISOString();
    const words = reason === '' ? '' : `: ${reason}`;
    return {
      state: row.edition === '' ? 'waiting' : 'published',
      reason: `released by ${by.name}${words}`,
      by: by.name,
      nextAt: row.dueAt > now ? row.dueAt : now,
      releasedAt: now,
      release: true,
    };
  });
}

/** What may still be made up for is still to come. */
function isTooLate(dueAt: Instant, { schedule }: Scheduled, now: Instant): boolean {
  return Date.parse(now) - Date.parse(dueAt) > (schedule?.catchUpHours ?? 0) * 3_600_000;
}

type Change = Parameters<Occurrences['record']>[1];

/** A server may be at work on it: its next word is then refused, and ours stands. */
async function change(
  occurrences: Occurrences,
  week: WeekId,
  effects: Effects,
  to: (row: Occurrence) => Change,
): Promise<Occurrence> {
  for (let tries = 0; tries < 5; tries += 1) {
    const row = await occurrences.of(DESK, week);
    if (row === undefined) break;
    if (await occurrences.record(row, to(row), effects.now().toISOString()))
      return (await occurrences.of(DESK, week)) ?? row;
  }
  throw new AssayError('temporary', {
    code: 'E_SCHEDULE_BUSY',
    where: week,
    message: 'a server is changing it just now. Try again.',
  });
}

function usage(code: string, where: string, message: string): AssayError {
  return new AssayError('usage', { code, where, message });
}
