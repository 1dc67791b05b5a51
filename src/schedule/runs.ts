import { localDay, localTime } from '../calendar/clock.ts';
import { type Due, type DueNote, type DuePlan, dueOfWeek, duesBetween, nextDues } from '../calendar/due.ts';
import { duePlan, momentsOf } from '../calendar/schedule-plan.ts';
import { springFestival } from '../calendar/spring-festival.ts';
import { weekEnding } from '../calendar/week.ts';
import type { Desk } from '../desk.ts';
import { AssayError, type Problem } from '../errors.ts';
import type { ScheduleConfig } from '../model/schedule.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';

/** A moment, and what clocks in the schedule's zone show then: `Sun 2026-11-22 18:00`. */
export interface Shown {
  readonly at: Instant;
  readonly date: IsoDate;
  readonly time: string;
}

export interface ScheduledRun {
  readonly week: WeekId;
  readonly due: Shown;
  readonly deadline: Shown;
  /** Absent where nothing is mailed by itself. */
  readonly send?: Shown;
  readonly outBy?: Shown;
  /** A holiday on which there is no edition. */
  readonly skipped: boolean;
  /** Why it is another time than usual, or might have to be. */
  readonly notes: readonly DueNote[];
}

export type Scheduled = Pick<Desk, 'schedule' | 'config' | 'catalog'>;

/** The next runs; throws AssayError config E_SCHEDULE_NONE where the desk has no schedule. */
export function nextRuns(desk: Scheduled, count: number, now: Date): ScheduledRun[] {
  const { schedule, plan } = planned(desk);
  return nextDues(plan, now.toISOString(), count).map((due) => runOf(due, plan, schedule));
}

/** When a week is due; undefined where the schedule has no such week. */
export function runOfWeek(desk: Scheduled, week: WeekId): ScheduledRun | undefined {
  const { schedule, plan } = planned(desk);
  const due = dueOfWeek(plan, week);
  return due === undefined ? undefined : runOf(due, plan, schedule);
}

function runOf(due: Due, plan: DuePlan, schedule: ScheduleConfig): ScheduledRun {
  const { deadline, sendAt, outBy } = momentsOf(due, plan, schedule);
  const shown = (at: Instant): Shown => shownIn(at, plan.timeZone);
  return {
    week: due.week,
    due: shown(due.at),
    deadline: shown(deadline),
    ...(sendAt === '' ? {} : { send: shown(sendAt) }),
    ...(outBy === '' ? {} : { outBy: shown(outBy) }),
    skipped: due.skipped,
    notes: due.notes,
  };
}

function shownIn(at: Instant, timeZone: string): Shown {
  const moment = new Date(at);
  return { at, date: localDay(moment, timeZone), time: localTime(moment, timeZone) };
}

export function scheduleZone({ schedule, config }: Pick<Desk, 'schedule' | 'config'>): string {
  return schedule?.timeZone ?? config.timeZone;
}

const YEAR_MS = 371 * 86_400_000;

/** What is odd about the schedule in the year to come: W_CONFIG_DST, W_CONFIG_ORDER, W_CONFIG_CALENDAR. */
export function scheduleWarnings(desk: Scheduled, now: Date): Problem[] {
  const { schedule, plan } = planned(desk);
  const dues = duesBetween(plan, now.toISOString(), new Date(now.getTime() + YEAR_MS).toISOString());
  const gaps = dues.flatMap(({ notes }) => notes.flatMap((note) => (note.kind === 'gap' ? [note] : [])));
  const between = dues.filter(({ notes }) => notes.some(({ kind }) => kind === 'between'));
  const unknown = dues.flatMap(({ notes }) =>
    notes.flatMap((note) => (note.kind === 'uncovered' ? [note] : [])),
  );
  const venue = schedule.holiday?.calendar ?? '';
  const last = dues.at(-1)?.date ?? '';
  return [
    ...gaps.map(({ date, runs }) => ({
      code: 'W_CONFIG_DST',
      where: '',
      message: `schedule "${schedule.cron}" ${plan.timeZone} does not exist on ${date}; that week it runs at ${runs}.`,
    })),
    ...between.map(({ week, date, time }) => ({
      code: 'W_CONFIG_ORDER',
      where: '',
      message: `schedule "${schedule.cron}" ${plan.timeZone} comes before ${week} is complete (Saturday 12:00 ${plan.weekZone}) and then only when the next week is: it runs ${date} at ${time}. Set schedule.cron clearly later.`,
    })),
    ...unknown.slice(0, 1).map(({ through, date }) => ({
      code: 'W_CONFIG_CALENDAR',
      where: '',
      message: `schedule.holiday.calendar "${venue}" ends on ${through}: from ${date} on holidays are not known and editions run as usual.${aboutFestival(desk, venue, last)} Add the closed days of the time missing to data/holidays.yaml.`,
    })),
    ...endingBefore(desk, dues),
  ];
}

/** Calendars of the desk's venues that end before a week that will be due: its edition could not be made. */
function endingBefore({ catalog }: Scheduled, dues: readonly Due[]): Problem[] {
  const venues = new Set([...catalog.series.values()].map(({ venue }) => venue));
  const ending = [...catalog.calendars.values()].filter(({ venue }) => venues.has(venue));
  const first = dues.find(({ week }) =>
    ending.some(({ coveredThrough }) => coveredThrough < weekEnding(week)),
  );
  if (first === undefined) return [];
  const short = ending.filter(({ coveredThrough }) => coveredThrough < weekEnding(first.week));
  const names = short.map(({ venue, coveredThrough }) => `${venue} (${coveredThrough})`).sort();
  return [
    {
      code: 'W_CONFIG_CALENDAR',
      where: '',
      message: `trading calendars end: ${names.join(', ')}. From ${first.week} on, due ${first.date}, no edition with prices of these venues can be made. Add their closed days to data/holidays.yaml.`,
    },
  ];
}

/** What surely is a holiday, whatever is announced. */
function aboutFestival({ catalog }: Scheduled, venue: string, last: IsoDate): string {
  const calendar = catalog.calendars.get(venue);
  if (calendar?.timeZone !== 'Asia/Shanghai') return '';
  const years = [0, 1].map((more) => Number(calendar.coveredThrough.slice(0, 4)) + more);
  const day = years.map(springFestival).find((one) => one > calendar.coveredThrough && one <= last);
  return day === undefined ? '' : ` Spring Festival is about ${day}.`;
}

function planned(desk: Scheduled): { schedule: ScheduleConfig; plan: DuePlan } {
  const { schedule } = desk;
  if (schedule !== undefined) return { schedule, plan: duePlan(schedule, desk) };
  throw new AssayError('config', {
    code: 'E_SCHEDULE_NONE',
    where: 'data/desk.yaml',
    message:
      'this desk does not say when to make its editions. Add: schedule: { cron: "0 18 * * 0" } for Sundays at 18:00.',
  });
}
