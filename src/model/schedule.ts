import { z } from 'zod';
import { LANGUAGES } from './language.ts';

/** As `weekTime` spells days. */
export const DAYS_OF_WEEK: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A day of the week and a time of day in the schedule's zone: the first such after the build is due. */
const weekTime = z
  .string()
  .regex(
    /^(?:mon|tue|wed|thu|fri|sat|sun) (?:[01]\d|2[0-3]):[0-5]\d$/,
    'a time of the week like "sun 20:00"',
  );

const HOLIDAY_RULES = ['previous', 'next', 'skip'] as const;
export type HolidayRule = (typeof HOLIDAY_RULES)[number];

/** `schedule:` of `data/desk.yaml`: when a week's edition is made and mailed by itself, and what must be there first. */
export const scheduleSchema = z.strictObject({
  /** Five fields. The first instant of an ISO week counts: an edition a week. */
  cron: z.string(),
  /** Of every time named here; the desk's when absent. */
  timeZone: z.string().optional(),
  /** Absent: nothing is mailed by itself. */
  send: z
    .strictObject({
      list: z.string().min(1).default('weekly'),
      at: z
        .union([z.literal('at once'), weekTime], {
          error: '"at once", or a time of the week like "sun 20:00"',
        })
        .default('at once'),
    })
    .optional(),
  needs: z
    .strictObject({
      /** Which must have their values of the week: those of core metals' paragraphs, every one, or these. */
      series: z
        .union([z.enum(['core', 'all']), z.array(z.string()).max(500)], {
          error: '"core", "all", or a list of series like [cu_lme_3m, al_lme_3m]',
        })
        .default('core'),
      /** Languages whose note of the week must be written. */
      notes: z.array(z.enum(LANGUAGES)).default([]),
    })
    .prefault({}),
  /** How long to wait before looking again for what is not there. */
  retryMinutes: z.int().min(1).max(720).default(15),
  /** Until when to wait; twelve hours when absent. */
  deadline: weekTime.optional(),
  /** `publish`: with what is missing named. What the gate holds is never published by itself. */
  atDeadline: z.enum(['hold', 'publish']).default('hold'),
  /** What becomes of a due day on which this calendar (`data/calendars/<venue>.yaml`) is closed. */
  holiday: z.strictObject({ calendar: z.string(), rule: z.enum(HOLIDAY_RULES).default('next') }).optional(),
  /** A start so late, because nobody ran, is made up for at once; a later one is missed, and nothing is mailed. */
  catchUpHours: z.number().positive().max(120).default(24),
  /** When `assay watch` sounds an alarm if the edition is not out. */
  outBy: weekTime.optional(),
  alerts: z
    .strictObject({
      /** Addresses. */
      mail: z.array(z.string()).max(20).default([]),
      /** `https://…`: told by POST, as JSON. */
      webhook: z.string().optional(),
    })
    .prefault({}),
});
export type ScheduleConfig = z.infer<typeof scheduleSchema>;

/** How long to wait for what is missing where no `deadline` is set. */
export const USUAL_DEADLINE_HOURS = 12;
