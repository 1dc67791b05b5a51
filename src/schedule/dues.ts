import { type Due, type DuePlan, duesBetween } from '../calendar/due.ts';
import type { ScheduleConfig } from '../model/schedule.ts';
import type { Instant, WeekId } from '../model/time.ts';
import type { Occurrence, Occurrences } from '../store/office/index.ts';

/** An office is of one desk: its occurrences stand under this name. */
export const DESK = 'desk';

/** Of weeks nobody looked at for months, so many days are told as missed. */
const MOST_DAYS = 70;
const DAY_MS = 86_400_000;

/**
 * Those that are due by now and of which nothing is written yet. Where nothing ever was, a schedule begins: only what
 * may still be made up for counts.
 */
export function newDues(
  known: readonly Occurrence[],
  plan: DuePlan,
  { catchUpHours }: ScheduleConfig,
  now: Date,
): Due[] {
  const begun = known.filter(({ dueAt }) => dueAt <= now.toISOString()).map(({ dueAt }) => dueAt);
  const newest = begun.reduce((latest, dueAt) => (dueAt > latest ? dueAt : latest), '');
  const oldest = before(now, newest === '' ? catchUpHours / 24 : MOST_DAYS);
  const weeks = new Set<WeekId>(known.map(({ week }) => week));
  return duesBetween(plan, newest > oldest ? newest : oldest, now.toISOString()).filter(
    ({ week }) => !weeks.has(week),
  );
}

function before(now: Date, days: number): Instant {
  return new Date(now.getTime() - days * DAY_MS).toISOString();
}

/** So many of the newest are looked at; what is open is among them. */
const LOOKED_AT = 60;

export function recent(occurrences: Occurrences): Promise<Occurrence[]> {
  return occurrences.list(DESK, LOOKED_AT);
}
