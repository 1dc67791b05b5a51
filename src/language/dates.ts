import { MONTHS } from '../calendar/months.ts';
import { addDays, weekdayOf } from '../calendar/week.ts';
import type { Run } from '../model/brief.ts';
import type { Language } from '../model/language.ts';
import type { Instant, IsoDate } from '../model/time.ts';

const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const WEEKDAYS_ZH = ['一', '二', '三', '四', '五', '六', '日'];

/** How a language writes a day. Each gives a date run that carries the ISO day it stands for. */
export interface DateForms {
  /** 13 June 2025 · 2025年6月13日 */
  full(date: IsoDate): Run;
  /** Fri 13 June 2025 · 2025年6月13日（周五） */
  weekday(date: IsoDate): Run;
  /** 13 Jun · 6月13日; with its year where that differs from the year of `near` */
  short(date: IsoDate, near: IsoDate): Run;
  /** June · 6月; with its year where that differs from the year of `near` */
  month(date: IsoDate, near: IsoDate): Run;
  /** Thursday · 周四 */
  day(date: IsoDate): Run;
  /** Sat 14 June, 12:00 UTC+8 · 6月14日（周六）12:00 UTC+8; `day` is the local day of the moment */
  moment(instant: Instant, day: IsoDate): Run;
}

export function dateForms(language: Language): DateForms {
  return language === 'zh' ? chinese : english;
}

const english: DateForms = {
  full: (date) => run(date, `${dayOf(date)} ${MONTHS[monthOf(date)]} ${yearOf(date)}`),
  weekday: (date) =>
    run(date, `${shortDay(date)} ${dayOf(date)} ${MONTHS[monthOf(date)] ?? ''} ${yearOf(date)}`),
  short: (date, near) =>
    run(date, `${dayOf(date)} ${SHORT_MONTHS[monthOf(date)] ?? ''}${otherYear(date, near, ' ', '')}`),
  month: (date, near) => run(date, `${MONTHS[monthOf(date)] ?? ''}${otherYear(date, near, ' ', '')}`),
  day: (date) => run(date, WEEKDAYS[weekdayOf(date) - 1] ?? ''),
  moment: (instant, day) =>
    run(day, `${shortDay(day)} ${dayOf(day)} ${MONTHS[monthOf(day)] ?? ''}, ${clockOf(instant, day)}`),
};

const chinese: DateForms = {
  full: (date) => run(date, fullChinese(date)),
  weekday: (date) => run(date, `${fullChinese(date)}（周${WEEKDAYS_ZH[weekdayOf(date) - 1] ?? ''}）`),
  short: (date, near) =>
    run(date, `${otherYear(date, near, '', '年')}${monthOf(date) + 1}月${dayOf(date)}日`),
  month: (date, near) => run(date, `${otherYear(date, near, '', '年')}${monthOf(date) + 1}月`),
  day: (date) => run(date, `周${WEEKDAYS_ZH[weekdayOf(date) - 1] ?? ''}`),
  moment: (instant, day) =>
    run(
      day,
      `${monthOf(day) + 1}月${dayOf(day)}日（周${WEEKDAYS_ZH[weekdayOf(day) - 1] ?? ''}）${clockOf(instant, day)}`,
    ),
};

function run(date: IsoDate, text: string): Run {
  return { kind: 'date', text, date };
}

function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

/** From 0. */
function monthOf(date: IsoDate): number {
  return Number(date.slice(5, 7)) - 1;
}

function dayOf(date: IsoDate): number {
  return Number(date.slice(8, 10));
}

function shortDay(date: IsoDate): string {
  return (WEEKDAYS[weekdayOf(date) - 1] ?? '').slice(0, 3);
}

function fullChinese(date: IsoDate): string {
  return `${yearOf(date)}年${monthOf(date) + 1}月${dayOf(date)}日`;
}

function otherYear(date: IsoDate, near: IsoDate, before: string, after: string): string {
  return yearOf(date) === yearOf(near) ? '' : `${before}${yearOf(date)}${after}`;
}

/**
 * `12:00 UTC+8`. The cutoff is noon of the desk's own Saturday, so the offset follows from the instant alone
 * and the zone's rules need not be asked again.
 */
function clockOf(instant: Instant, day: IsoDate): string {
  const utcDay = instant.slice(0, 10);
  const utcMinutes = Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16));
  const daysAhead = utcDay === day ? 0 : utcDay === addDays(day, -1) ? 1 : -1;
  const offset = NOON + daysAhead * 1440 - utcMinutes;
  const hours = Math.trunc(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  const sign = offset < 0 ? '−' : '+';
  const tail = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return offset === 0 ? '12:00 UTC' : `12:00 UTC${sign}${hours}${tail}`;
}

const NOON = 720;
