import type { CalendarSpec } from '../model/catalog.ts';
import { DAYS_OF_WEEK, type HolidayRule } from '../model/schedule.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { localDay, localTime } from './clock.ts';
import { type Cron, isCronDay } from './cron.ts';
import { addDays, weekdayOf } from './day.ts';
import { holidayOf, workingDay } from './holiday.ts';
import { type LocalMoment, localMoment } from './local.ts';
import { cutoffOf, previousWeek, weekOf } from './week.ts';

/** When editions are due. Everything is shown by clocks in `timeZone`. */
export interface DuePlan {
  readonly cron: Cron;
  readonly timeZone: string;
  /** The desk's: there its weeks are complete, on Saturday noon. */
  readonly weekZone: string;
  readonly holiday: { readonly calendar: CalendarSpec; readonly rule: HolidayRule } | undefined;
}

/** Why an edition is not due just as the clock says, or might not be. Days are those of the plan's zone. */
export type DueNote =
  /** The time does not exist on that day, clocks being put forward; it runs at the first that does. */
  | { readonly kind: 'gap'; readonly date: IsoDate; readonly asked: string; readonly runs: string }
  /** It comes twice on that day; the first counts. */
  | { readonly kind: 'fold'; readonly date: IsoDate; readonly asked: string }
  /** Clocks being changed, it comes just before the week is complete and next when another is; it runs between. */
  | { readonly kind: 'between'; readonly date: IsoDate; readonly runs: string }
  | { readonly kind: 'holiday'; readonly from: IsoDate; readonly to: IsoDate; readonly why: string }
  | { readonly kind: 'skipped'; readonly from: IsoDate; readonly why: string }
  /** A holiday, but on the working day before it the week was not complete yet. */
  | { readonly kind: 'unmoved'; readonly from: IsoDate; readonly why: string }
  /** Nobody has said yet which days of that time are holidays. */
  | { readonly kind: 'uncovered'; readonly date: IsoDate; readonly through: IsoDate };

export interface Due {
  /** The week its edition is of. */
  readonly week: WeekId;
  readonly at: Instant;
  /** By the clocks of the plan's zone. */
  readonly date: IsoDate;
  readonly time: string;
  /** The day it would be due if there were no holidays, and the minutes after midnight. */
  readonly usual: { readonly date: IsoDate; readonly minutes: number };
  readonly skipped: boolean;
  readonly notes: readonly DueNote[];
}

const WEEK_MS = 7 * 86_400_000;
/** No closure is longer; what is moved by one is looked for so many weeks around. */
const WEEKS_AROUND = 3;

/** Those due after `from`, through `to`, in order; one for each week's edition. */
export function duesBetween(plan: DuePlan, from: Instant, to: Instant): Due[] {
  const last = isoWeekOf(to, plan, -WEEKS_AROUND);
  const found: Due[] = [];
  for (let week = isoWeekOf(from, plan, WEEKS_AROUND); week <= last; week = previousWeek(week, -1)) {
    const due = dueOfWeek(plan, week);
    if (due !== undefined) found.push(due);
  }
  return found
    .filter(({ at }) => at > from && at <= to)
    .sort((a, b) => (a.at === b.at ? (a.week < b.week ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/** The next ones after a moment; fewer where a clock strikes less than once in ten years. */
export function nextDues(plan: DuePlan, after: Instant, count: number): Due[] {
  for (let weeks = count + WEEKS_AROUND; ; weeks *= 2) {
    const dues = duesBetween(plan, after, shifted(after, weeks * WEEK_MS));
    if (dues.length >= count || weeks > 530 + count) return dues.slice(0, count);
  }
}

/**
 * When the edition of a week is due: the first time the clock strikes after the week is complete and before the next one
 * is; undefined where it does not. A clock that strikes weekly misses no week: where a change of the clocks, here or in
 * the desk's zone, leaves no strike between, the week is due when it is complete.
 */
export function dueOfWeek(plan: DuePlan, week: WeekId): Due | undefined {
  const [from, to] = [cutoffOf(week, plan.weekZone), cutoffOf(previousWeek(week, -1), plan.weekZone)];
  const strike = firstStrike(plan, from, to);
  if (strike !== undefined) return dueAt(plan, week, strike);
  const isBetween =
    firstStrike(plan, shifted(from, -MOST_SHIFT_MS), from) !== undefined &&
    firstStrike(plan, to, shifted(to, MOST_SHIFT_MS)) !== undefined;
  return isBetween ? dueAt(plan, week, struck(from, plan.timeZone)) : undefined;
}

/** Two zones' clocks are changed by two hours each at most. */
const MOST_SHIFT_MS = 4 * 3_600_000;

/** A time the clock was asked for, and the moment it means. `between`: it was not asked for. */
interface Strike {
  readonly date: IsoDate;
  readonly minutes: number;
  readonly at: Instant;
  readonly kind: LocalMoment['kind'] | 'between';
}

function struck(at: Instant, timeZone: string): Strike {
  const moment = new Date(at);
  return {
    date: localDay(moment, timeZone),
    minutes: minutesOf(localTime(moment, timeZone)),
    at,
    kind: 'between',
  };
}

/** The first at or after `from` and before `to`. */
function firstStrike({ cron, timeZone }: DuePlan, from: Instant, to: Instant): Strike | undefined {
  const start = struck(from, timeZone);
  const last = localDay(new Date(to), timeZone);
  for (let date = start.date; date <= last; date = addDays(date, 1)) {
    if (!isCronDay(cron, date)) continue;
    for (const hour of cron.hours) {
      // Clocks that go back show again what they showed before.
      if (date === start.date && (hour + 1) * 60 <= start.minutes - MOST_SHIFT_MS / 60_000) continue;
      for (const minute of cron.minutes) {
        const minutes = hour * 60 + minute;
        const { at, kind } = localMoment(date, minutes, timeZone);
        if (at >= to) return undefined;
        if (at >= from) return { date, minutes, at, kind };
      }
    }
  }
  return undefined;
}

/** The first `sun 20:00` at or after a due time. What moves the due day moves this by as many days. */
export function timeAfter(due: Due, weekTime: string, { timeZone }: DuePlan): Instant {
  const [name = '', time = ''] = weekTime.split(' ');
  const weekday = DAYS_OF_WEEK.indexOf(name) + 1;
  const minutes = minutesOf(time);
  const days = (weekday - weekdayOf(due.usual.date) + 7) % 7;
  const ahead = days === 0 && minutes < due.usual.minutes ? 7 : days;
  return localMoment(addDays(due.date, ahead), minutes, timeZone).at;
}

function dueAt(plan: DuePlan, week: WeekId, strike: Strike): Due {
  const { timeZone } = plan;
  const usual = { date: strike.date, minutes: strike.minutes };
  const moved = movedBy(usual, week, plan);
  const date = moved.date ?? usual.date;
  const { at, kind } = date === usual.date ? strike : localMoment(date, usual.minutes, timeZone);
  const time = localTime(new Date(at), timeZone);
  return {
    week,
    at,
    date,
    time,
    usual,
    skipped: moved.skipped ?? false,
    notes: [...moved.notes, ...clockNotes(kind, date, usual.minutes, time)],
  };
}

interface Moved {
  readonly date?: IsoDate;
  readonly skipped?: boolean;
  readonly notes: readonly DueNote[];
}

function movedBy({ date, minutes }: Due['usual'], week: WeekId, plan: DuePlan): Moved {
  if (plan.holiday === undefined) return { notes: [] };
  const { calendar, rule } = plan.holiday;
  const uncovered: Moved = { notes: [{ kind: 'uncovered', date, through: calendar.coveredThrough }] };
  const holiday = holidayOf(date, calendar);
  if (holiday === 'unknown') return uncovered;
  if (holiday === undefined) return { notes: [] };
  const why = holiday.name;
  if (rule === 'skip') return { skipped: true, notes: [{ kind: 'skipped', from: date, why }] };
  const to = workingDay(date, rule === 'next' ? 1 : -1, calendar);
  if (to === undefined) return uncovered;
  const isWhole = localMoment(to, minutes, plan.timeZone).at >= cutoffOf(week, plan.weekZone);
  return isWhole
    ? { date: to, notes: [{ kind: 'holiday', from: date, to, why }] }
    : { notes: [{ kind: 'unmoved', from: date, why }] };
}

function clockNotes(kind: Strike['kind'], date: IsoDate, minutes: number, runs: string): DueNote[] {
  const asked = timeOf(minutes);
  if (kind === 'gap') return [{ kind, date, asked, runs }];
  if (kind === 'between') return [{ kind, date, runs }];
  return kind === 'fold' ? [{ kind, date, asked }] : [];
}

function isoWeekOf(moment: Instant, { timeZone }: DuePlan, weeksBefore: number): WeekId {
  return previousWeek(weekOf(localDay(new Date(moment), timeZone)), weeksBefore);
}

function shifted(moment: Instant, ms: number): Instant {
  return new Date(Date.parse(moment) + ms).toISOString();
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function timeOf(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
