import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Problem } from '../errors.ts';
import { DESK } from '../schedule/dues.ts';
import { holdWeek, releaseWeek } from '../schedule/hold.ts';
import { nextRuns, type ScheduledRun, scheduleWarnings, scheduleZone } from '../schedule/runs.ts';
import type { Occurrence, Office } from '../store/office/index.ts';
import { audited } from './audited.ts';
import { cliActor } from './cli-actor.ts';
import { openDeskOffice, openDeskOfficeAsIs } from './office.ts';

export interface NextRuns {
  /** The zone whose clocks the times are shown by. */
  readonly timeZone: string;
  readonly runs: readonly ScheduledRun[];
  readonly warnings: readonly Problem[];
}

export function nextOf(desk: Desk, count: number, { now }: Pick<Effects, 'now'>): NextRuns {
  const runs = nextRuns(desk, count, now());
  return { timeZone: scheduleZone(desk), runs, warnings: scheduleWarnings(desk, now()) };
}

/** Newest first. */
export async function listOccurrences(desk: Desk, limit: number): Promise<Occurrence[]> {
  const office = await openDeskOfficeAsIs(desk);
  try {
    return await office.occurrences.list(DESK, limit);
  } finally {
    await office.close();
  }
}

export interface WeekWord {
  readonly week: string;
  readonly reason: string;
}

export async function holdByCommand(desk: Desk, word: WeekWord, effects: Effects): Promise<Occurrence> {
  return told(desk, 'schedule.hold', word, effects, ({ occurrences }, by) =>
    holdWeek(desk, occurrences, { ...word, by }, effects),
  );
}

export async function releaseByCommand(desk: Desk, word: WeekWord, effects: Effects): Promise<Occurrence> {
  return told(desk, 'schedule.release', word, effects, ({ occurrences }, by) =>
    releaseWeek(occurrences, { ...word, by }, effects),
  );
}

async function told(
  desk: Desk,
  action: string,
  { week, reason }: WeekWord,
  effects: Effects,
  work: (office: Office, by: ReturnType<typeof cliActor>) => Promise<Occurrence>,
): Promise<Occurrence> {
  const office = await openDeskOffice(desk);
  try {
    const actor = cliActor();
    return await audited(office, { actor, action, target: week, detail: reason }, effects, () =>
      work(office, actor),
    );
  } finally {
    await office.close();
  }
}
