import { duePlan } from '../calendar/schedule-plan.ts';
import { isDead, ownerName } from '../delivery/campaign/owner.ts';
import { machineUptime } from '../delivery/epoch/uptime.ts';
import type { Desk } from '../desk.ts';
import { AssayError, oneLine, problemLines } from '../errors.ts';
import type { Occurrence } from '../store/office/index.ts';
import { advance, type Setting } from './advance.ts';
import { type ClockJump, type ClockLook, jumpSince, jumpWords } from './clock.ts';
import { DESK, newDues, recent } from './dues.ts';
import { hasEnded, leaseFrom, whileHeld } from './held.ts';
import { troubleWords } from './make.ts';
import { scheduleWarnings } from './runs.ts';
import { Telling } from './telling.ts';
import type { ScheduleWork } from './work.ts';

/** What is remembered from one look to the next; what must outlive the process is in the office. */
export interface Watch {
  clock?: ClockLook;
  /** As it was when it could last be read. */
  desk?: Desk;
  /** The schedule whose oddities were logged. */
  warned?: Desk['schedule'];
  readonly telling: Telling;
}

export function newWatch(work: ScheduleWork): Watch {
  return { telling: new Telling(work) };
}

/** One look: does what is due at this moment, then tells people what they must know. Throws what the office throws. */
export async function tick(work: ScheduleWork, watch: Watch): Promise<void> {
  const { effects, occurrences } = work;
  const look = { wall: effects.now().getTime(), up: uptime(work) };
  const jump = jumpSince(watch.clock, look);
  watch.clock = look;
  const desk = await readDesk(work, watch);
  if (desk?.schedule === undefined) return;
  if (watch.warned !== desk.schedule) {
    watch.warned = desk.schedule;
    for (const line of problemLines(scheduleWarnings(desk, effects.now()))) effects.log(line);
  }
  if (jump !== undefined) await watch.telling.once(desk, 'clock', `${jumpWords(jump)}.`);
  const setting = { work, desk, schedule: desk.schedule, plan: duePlan(desk.schedule, desk) };
  const known = await recent(occurrences);
  for (const { week, at } of newDues(known, setting.plan, setting.schedule, effects.now())) {
    const { occurrence } = await occurrences.due(
      { desk: DESK, week, dueAt: at },
      effects.now().toISOString(),
    );
    if (jump !== undefined && jump.ms > 0 && at > jump.before) await hold(setting, occurrence, jump);
  }
  // By the week, so that two that are due at once come out in their order.
  for (const one of (await recent(occurrences)).reverse()) {
    if (effects.stop.aborted) return;
    if (!hasEnded(one.state) && one.nextAt <= effects.now().toISOString()) await goOn(setting, one);
  }
  for (const { week, alert } of await recent(occurrences)) {
    if (alert !== '') await watch.telling.of(desk, week);
  }
}

/** Claims a week and takes it as far as it goes; nothing where another has it. */
async function goOn(setting: Setting, one: Occurrence): Promise<void> {
  const claimed = await claim(setting, one);
  if (claimed === undefined) return;
  const { occurrences, effects } = setting.work;
  await whileHeld({ occurrences, now: effects.now }, claimed, (held) => advance(held, setting));
}

/** A clock that was set forward makes nothing by itself: whether it is right now, people know. */
async function hold(setting: Setting, one: Occurrence, jump: ClockJump): Promise<void> {
  const claimed = await claim(setting, one);
  if (claimed === undefined) return;
  const reason = `${jumpWords(jump)} over the time it is due. If it is right now: assay schedule release ${one.week}`;
  const { occurrences, effects } = setting.work;
  const change = { state: 'held', reason, alert: 'held', release: true } as const;
  await occurrences.record(claimed, change, effects.now().toISOString());
}

function claim(
  { work: { occurrences, effects, owner } }: Setting,
  one: Occurrence,
): Promise<Occurrence | undefined> {
  const now = effects.now();
  return occurrences.claim({
    desk: DESK,
    week: one.week,
    owner: owner ?? ownerName(),
    leaseUntil: leaseFrom(now),
    now: now.toISOString(),
    dead: one.owner !== '' && isDead(one.owner) ? [one.owner] : [],
  });
}

/** A desk whose files are wrong makes nothing; people are told once, by the addresses of before. */
async function readDesk(work: ScheduleWork, watch: Watch): Promise<Desk | undefined> {
  try {
    const desk = await work.desk();
    watch.desk = desk;
    await watch.telling.over(desk, 'desk');
    return desk;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    const words = `the desk cannot be read, so that nothing is made by itself: ${troubleWords(error)}`;
    if (watch.desk?.schedule !== undefined) await watch.telling.once(watch.desk, 'desk', words);
    else work.effects.log(oneLine(`E_SCHEDULE_DESK ${words}`));
    return undefined;
  }
}

function uptime({ uptime: given, effects }: ScheduleWork): number {
  return given?.() ?? machineUptime()?.ms ?? effects.ticks();
}
