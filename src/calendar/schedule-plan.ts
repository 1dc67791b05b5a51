import type { CalendarSpec } from '../model/catalog.ts';
import { type ScheduleConfig, USUAL_DEADLINE_HOURS } from '../model/schedule.ts';
import type { Instant } from '../model/time.ts';
import { parseCron } from './cron.ts';
import { type Due, type DuePlan, timeAfter } from './due.ts';

/** What of a desk decides when its editions are due. */
export interface Scheduled {
  readonly config: { readonly timeZone: string };
  readonly catalog: { readonly calendars: ReadonlyMap<string, CalendarSpec> };
}

/** The plan of a schedule whose expression was checked when it was read. */
export function duePlan(
  { cron, timeZone, holiday }: ScheduleConfig,
  { config, catalog }: Scheduled,
): DuePlan {
  const parsed = parseCron(cron);
  if ('fault' in parsed) throw new Error(`schedule.cron ${cron}: ${parsed.fault}`);
  const calendar = holiday === undefined ? undefined : catalog.calendars.get(holiday.calendar);
  return {
    cron: parsed,
    timeZone: timeZone ?? config.timeZone,
    weekZone: config.timeZone,
    holiday: holiday === undefined || calendar === undefined ? undefined : { calendar, rule: holiday.rule },
  };
}

/** The moments of one edition. */
export interface Moments {
  /** Until then what is missing is waited for. */
  readonly deadline: Instant;
  /** '' where nothing is mailed by itself. */
  readonly sendAt: Instant;
  /** '' where nobody watches. */
  readonly outBy: Instant;
}

/** A week's other times, reckoned from when its build is due; '' where the desk names none. */
export function momentsOf(due: Due, plan: DuePlan, { deadline, send, outBy }: ScheduleConfig): Moments {
  const after = (text: string): Instant => timeAfter(due, text, plan);
  const usual = new Date(Date.parse(due.at) + USUAL_DEADLINE_HOURS * 3_600_000).toISOString();
  return {
    deadline: deadline === undefined ? usual : after(deadline),
    sendAt: send === undefined ? '' : send.at === 'at once' ? due.at : after(send.at),
    outBy: outBy === undefined ? '' : after(outBy),
  };
}
