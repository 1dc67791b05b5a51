import { type Due, type DuePlan, dueOfWeek } from '../calendar/due.ts';
import { momentsOf } from '../calendar/schedule-plan.ts';
import type { Desk } from '../desk.ts';
import { type ScheduleConfig, USUAL_DEADLINE_HOURS } from '../model/schedule.ts';
import type { EditionId, Instant } from '../model/time.ts';
import type { Occurrence } from '../store/office/index.ts';
import type { HeldWeek } from './held.ts';
import { mailEdition } from './mail.ts';
import { failed, type Making, makeEdition, STOPS, troubleWords } from './make.ts';
import { duration, noteWords } from './words.ts';
import type { ScheduleWork } from './work.ts';

/** Below this nobody calls it late. */
const PUNCTUAL_MS = 5 * 60_000;

export interface Setting {
  readonly work: ScheduleWork;
  readonly desk: Desk;
  readonly schedule: ScheduleConfig;
  readonly plan: DuePlan;
}

/** Takes a week as far as it goes now. What goes wrong on the way is written down, and tried again. */
export async function advance(held: HeldWeek, { work, desk, schedule, plan }: Setting): Promise<void> {
  const { occurrence } = held;
  const { effects } = work;
  const due = dueOfWeek(plan, occurrence.week);
  const skip = due?.skipped === true ? due.notes.find(({ kind }) => kind === 'skipped') : undefined;
  if (skip !== undefined && occurrence.state === 'waiting' && occurrence.releasedAt === '') {
    await held.record({ state: 'skipped', reason: noteWords(skip), release: true });
    return;
  }
  const late = lateness(occurrence, effects.now());
  if (late > schedule.catchUpHours * 3_600_000) {
    await missed(held, late, { work, desk, schedule });
    return;
  }
  const moments = momentsFor(occurrence, due, plan, schedule);
  const first = Date.parse(effects.now().toISOString()) - Date.parse(occurrence.dueAt);
  const isLate = occurrence.releasedAt === '' && occurrence.attempts === 1 && first > PUNCTUAL_MS;
  const remark = isLate ? `late by ${duration(first)}` : '';
  if (isLate) effects.log(`W_SCHEDULE_LATE ${occurrence.week}: late by ${duration(first)}; begun at once.`);
  const making: Making = { work, desk, schedule, ...moments, remark };
  let edition: EditionId | undefined = occurrence.edition === '' ? undefined : occurrence.edition;
  try {
    edition ??= await makeEdition(held, making);
    if (edition !== undefined) await mailEdition(held, making, edition);
  } catch (error) {
    if (effects.stop.aborted) {
      const state = edition === undefined ? 'waiting' : 'sending';
      await held.record({ state, reason: STOPS, nextAt: effects.now().toISOString(), release: true });
      return;
    }
    // The office itself may be away: then this fails too, the lease ends, and whoever comes next goes on.
    const state = edition === undefined ? 'waiting' : 'sending';
    await failed(held, making, troubleWords(error), { state, until: moments.deadline });
  }
}

/**
 * Milliseconds since it should have been looked at. Who waits, builds or sends was there; only what nobody looked at is
 * late.
 */
function lateness({ dueAt, releasedAt, nextAt, changedAt, state, attempts }: Occurrence, now: Date): number {
  const since = [dueAt, releasedAt, nextAt, ...(attempts > 1 || state !== 'waiting' ? [changedAt] : [])];
  return (
    now.getTime() - Math.max(...since.filter((moment) => moment !== '').map((moment) => Date.parse(moment)))
  );
}

/** What people did by hand meanwhile was not missed. */
async function missed(
  held: HeldWeek,
  late: number,
  { work, desk, schedule: { catchUpHours, send } }: Pick<Setting, 'work' | 'desk' | 'schedule'>,
): Promise<void> {
  const { week } = held.occurrence;
  // One that is damaged is told when somebody releases the week.
  const found = await work.published(desk, week).catch(() => undefined);
  const edition = found?.edition ?? held.occurrence.edition;
  if (found !== undefined && send === undefined) {
    await held.record({ state: 'done', reason: `archived ${found.at}`, edition, release: true });
    return;
  }
  const what = edition === '' ? 'not made' : 'published, but not mailed';
  await held.record({
    state: 'missed',
    reason: `${what}: nobody ran for ${duration(late)}, and after ${catchUpHours} h nothing is done by itself. To go on all the same: assay schedule release ${week}`,
    edition,
    alert: 'missed',
    release: true,
  });
}

/** By the schedule as it is now; where it no longer has that week, by when it was due. */
function momentsFor(
  { dueAt }: Occurrence,
  due: Due | undefined,
  plan: DuePlan,
  schedule: ScheduleConfig,
): { deadline: Instant; sendAt: Instant } {
  if (due !== undefined) return momentsOf(due, plan, schedule);
  const deadline = new Date(Date.parse(dueAt) + USUAL_DEADLINE_HOURS * 3_600_000).toISOString();
  return { deadline, sendAt: schedule.send === undefined ? '' : dueAt };
}
