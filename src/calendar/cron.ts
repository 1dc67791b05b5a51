import type { IsoDate } from '../model/time.ts';
import { endOfMonth, weekdayOf } from './day.ts';

/** Five fields, read. Lists are ascending; days of the week are 0 (Sunday) to 6. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** Days of the month and of the week are both given: either is enough, as cron has always had it. */
  readonly either: boolean;
}

const FIELDS = [
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'day of month', low: 1, high: 31 },
  { name: 'month', low: 1, high: 12 },
  { name: 'day of week', low: 0, high: 7 },
] as const;
type Field = (typeof FIELDS)[number];

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

/** Reads an expression, or says why it is none. */
export function parseCron(expression: string): Cron | { readonly fault: string } {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return {
      fault: `${parts.length} fields. Expected five: minute, hour, day of month, month, day of week.`,
    };
  }
  const lists: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const numbers = new Set<number>();
    for (const text of (parts[index] ?? '').split(',')) {
      const item = itemOf(text, field);
      if ('fault' in item) return item;
      for (let number = item.first; number <= item.last; number += item.step)
        numbers.add(field.name === 'day of week' ? number % 7 : number);
    }
    lists.push([...numbers].sort((a, b) => a - b));
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = lists;
  const isAny = (index: number): boolean => parts[index]?.startsWith('*') ?? false;
  const cron = { minutes, hours, days, months, weekdays, either: !isAny(2) && !isAny(4) };
  return everComes(cron, isAny(4)) ? cron : { fault: NEVER };
}

const NEVER = 'no day like this ever comes. Expected e.g. "0 18 * * 0", Sundays at 18:00.';

/** Whether the clock strikes on that day at all. */
export function isCronDay(cron: Cron, date: IsoDate): boolean {
  if (!cron.months.includes(Number(date.slice(5, 7)))) return false;
  const day = cron.days.includes(Number(date.slice(8, 10)));
  const weekday = cron.weekdays.includes(weekdayOf(date) % 7);
  return cron.either ? day || weekday : day && weekday;
}

/** Only 30 and 31 are missing in some months, and only without a day of the week does that matter. */
function everComes({ days, months }: Cron, anyWeekday: boolean): boolean {
  if (!anyWeekday) return true;
  // A leap year: 29 February comes, if seldom.
  return months.some((month) => (days[0] ?? 1) <= dayOfMonth(endOfMonth(`2028-${two(month)}-01`)));
}

function dayOfMonth(date: IsoDate): number {
  return Number(date.slice(8, 10));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

type Item = { readonly first: number; readonly last: number; readonly step: number };

function itemOf(item: string, field: Field): Item | { readonly fault: string } {
  const shape = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/i.exec(item);
  const unreadable = {
    fault: `${field.name} "${item}" cannot be read. Expected *, a number, a range like 1-5, or a step like */15.`,
  };
  if (!shape?.[1] || (shape[1] === '*' && shape[2] !== undefined)) return unreadable;
  const step = shape[3] === undefined ? 1 : Number(shape[3]);
  if (step === 0) return { fault: `${field.name} has a step of 0. Expected 1 or more.` };
  if (shape[1] === '*')
    return { first: field.low, last: field.name === 'day of week' ? 6 : field.high, step };
  const ends = [shape[1], shape[2]].filter((end) => end !== undefined);
  const numbers = ends.map((end) => numberOf(end, field.name));
  if (numbers.some(Number.isNaN)) return unreadable;
  const outside = numbers.find((number) => number < field.low || number > field.high);
  if (outside !== undefined) {
    return { fault: `${field.name} ${outside} is outside ${field.low}–${field.high}.` };
  }
  const first = numbers[0] ?? field.low;
  const last = numbers[1] ?? (shape[3] === undefined ? first : field.high);
  if (first > last) {
    return { fault: `${field.name} ${item} runs backwards. Expected the smaller number first.` };
  }
  return { first, last, step };
}

function numberOf(text: string, field: Field['name']): number {
  if (/^\d+$/.test(text)) return Number(text);
  const named = field === 'month' ? MONTHS.indexOf(text.toLowerCase()) + 1 : -1;
  if (named > 0) return named;
  const day = field === 'day of week' ? DAYS.indexOf(text.toLowerCase()) : -1;
  return day < 0 ? Number.NaN : day;
}
