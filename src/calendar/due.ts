import type { CalendarSpec } from '../model/catalog.ts';
import { DAYS_OF_WEEK, type HolidayRule } from '../model/schedule.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { lastCompleteWeek, localDay, localTime } from './clock.ts';
import { type Cron, isCronDay } from './cron.ts';
import { addDays, weekdayOf } from './day.ts';
import { holidayOf, workingDay } from './holiday.ts';
import { type LocalMoment, localMoment } from './local.ts';
import { cutoffOf, previousWeek, weekOf, weekStart } from './week.ts';

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
  | { readonly kind: 'holiday'; readonly from: IsoDate; readonly to: IsoDate; readonly why: string }
  | { readonly kind: 'skipped'; readonly from: IsoDate; readonly why: string }
  /** A holiday, but on the working day before it the week was not complete yet. */
  | { readonly kind: 'unmoved'; readonly from: IsoDate; readonly why: string }
  /** Nobody has said yet which days of that time are holidays. */
  | { readonly kind: 'uncovered'; readonly date: IsoDate; readonly through: IsoDate };

export interface Due {
  /** The week its edition is of: the last complete one. */
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

/** No closure is longer; what is moved by one is looked for so many weeks around. */
const WEEKS_AROUND = 3;

/** Those due after `from`, through `to`, in order; one for each week's edition. */
export function duesBetween(plan: DuePlan, from: Instant, to: Instant): Due[] {
  const last = isoWeekOf(to, plan, -WEEKS_AROUND);
  const found = new Map<WeekId, Due>();
  for (let week = isoWeekOf(from, plan, WEEKS_AROUND); week <= last; week = previousWeek(week, -1)) {
    const due = dueIn(week, plan);
    if (due !== undefined && !found.has(due.week)) found.set(due.week, due);
  }
  return [...found.values()]
    .filter(({ at }) => at > from && at <= to)
    .sort((a, b) => (a.at === b.at ? (a.week < b.week ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/** The next ones after a moment; fewer where a clock strikes less than once in ten years. */
export function nextDues(plan: DuePlan, after: Instant, count: number): Due[] {
  for (let weeks = count + WEEKS_AROUND; ; weeks *= 2) {
    const dues = duesBetween(plan, after, later(after, weeks * 7));
    if (dues.length >= count || weeks > 530 + count) return dues.slice(0, count);
  }
}

/** When the edition of a week is due; undefined where the clock never strikes for it. */
export function dueOfWeek(plan: DuePlan, week: WeekId): Due | undefined {
  // The last complete week is the one the clock strikes in, or the one before.
  for (const ahead of [0, -1]) {
    const due = dueIn(previousWeek(week, ahead), plan);
    if (due?.week === week) return due;
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

/** What the first strike of the clock in an ISO week makes due; undefined where it does not strike. */
function dueIn(week: WeekId, plan: DuePlan): Due | undefined {
  const { cron, timeZone, weekZone } = plan;
  const monday = weekStart(week);
  const usualDate = [0, 1, 2, 3, 4, 5, 6]
    .map((day) => addDays(monday, day))
    .find((day) => isCronDay(cron, day));
  const [hour, minute] = [cron.hours[0], cron.minutes[0]];
  if (usualDate === undefined || hour === undefined || minute === undefined) return undefined;
  const usual = { date: usualDate, minutes: hour * 60 + minute };
  const asked = localMoment(usual.date, usual.minutes, timeZone);
  const made = lastCompleteWeek(new Date(asked.at), weekZone);
  const moved = movedBy(usual, made, plan);
  const date = moved.date ?? usual.date;
  const moment = date === usual.date ? asked : localMoment(date, usual.minutes, timeZone);
  const shown = new Date(moment.at);
  return {
    week: made,
    at: moment.at,
    date,
    time: localTime(shown, timeZone),
    usual,
    skipped: moved.skipped ?? false,
    notes: [...moved.notes, ...clockNotes(moment, date, usual.minutes, localTime(shown, timeZone))],
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

function clockNotes({ kind }: LocalMoment, date: IsoDate, minutes: number, runs: string): DueNote[] {
  const asked = timeOf(minutes);
  if (kind === 'gap') return [{ kind, date, asked, runs }];
  return kind === 'fold' ? [{ kind, date, asked }] : [];
}

function isoWeekOf(moment: Instant, { timeZone }: DuePlan, weeksBefore: number): WeekId {
  return previousWeek(weekOf(localDay(new Date(moment), timeZone)), weeksBefore);
}

function later(moment: Instant, days: number): Instant {
  return new Date(Date.parse(moment) + days * 86_400_000).toISOString();
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function timeOf(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
