import { dayNumber, dayOfNumber, endOfMonth, realDate } from '../../calendar/day.ts';
import { MONTHS } from '../../calendar/months.ts';
import type { IsoDate } from '../../model/time.ts';

/** Reads a cell as a date; undefined where it is none in this form. */
export type DateReader = (text: string) => IsoDate | undefined;

const FULL_MONTHS = MONTHS.map((name) => name.toLowerCase());
const SHORT_MONTHS = FULL_MONTHS.map((name) => name.slice(0, 3));

/** What a token of a format stands for, longest first. */
const TOKENS: ReadonlyArray<
  readonly [token: string, part: 'year' | 'short' | 'month' | 'name' | 'day', pattern: string]
> = [
  ['yyyy', 'year', '(\\d{4})'],
  ['yy', 'short', '(\\d{2})'],
  ['MMMM', 'name', '([A-Za-z]+)'],
  ['MMM', 'name', '([A-Za-z]{3})'],
  ['MM', 'month', '(\\d{2})'],
  ['M', 'month', '(\\d{1,2})'],
  ['dd', 'day', '(\\d{2})'],
  ['d', 'day', '(\\d{1,2})'],
];

/** The reader of a format, or why it is none. Serial numbers of spreadsheets are `excel` and `excel1904`. */
export function dateReader(format: string, pivot: number): DateReader | string {
  if (format === 'excel') return (text) => fromSerial(text, EXCEL_EPOCH);
  if (format === 'excel1904') return (text) => fromSerial(text, EXCEL_1904_EPOCH);
  const { pattern, parts } = compile(format);
  if (!parts.includes('year') && !parts.includes('short')) return 'has no year (yyyy or yy)';
  if (!parts.includes('month') && !parts.includes('name')) return 'has no month (MM, MMM or MMMM)';
  const shape = new RegExp(`^${pattern}$`);
  return (text) => {
    const found = shape.exec(text);
    if (!found) return undefined;
    const of = (part: (typeof parts)[number]) => found[parts.indexOf(part) + 1];
    const month = parts.includes('name') ? monthNamed(of('name') ?? '') : Number(of('month'));
    const year = parts.includes('year') ? Number(of('year')) : fullYear(Number(of('short')), pivot);
    return parts.includes('day') ? dateOf(year, month, Number(of('day'))) : monthEnd(year, month);
  };
}

function compile(format: string): { pattern: string; parts: ReadonlyArray<(typeof TOKENS)[number][1]> } {
  const parts: Array<(typeof TOKENS)[number][1]> = [];
  let pattern = '';
  let rest = format;
  while (rest !== '') {
    const literal = /^'([^']*)'/.exec(rest);
    const token = TOKENS.find(([letters]) => rest.startsWith(letters));
    if (literal) {
      pattern += escaped(literal[1] ?? '');
      rest = rest.slice(literal[0].length);
    } else if (token) {
      parts.push(token[1]);
      pattern += token[2];
      rest = rest.slice(token[0].length);
    } else {
      pattern += escaped(rest[0] ?? '');
      rest = rest.slice(1);
    }
  }
  return { pattern, parts };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function monthNamed(name: string): number {
  const plain = name.toLowerCase();
  return SHORT_MONTHS.indexOf(plain) + 1 || FULL_MONTHS.indexOf(plain) + 1;
}

function fullYear(short: number, pivot: number): number {
  return short >= pivot ? 1900 + short : 2000 + short;
}

/** The day, if there is such a one. */
export function dateOf(year: number, month: number, day: number): IsoDate | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return realDate(text);
}

/** A month's figure is dated by its last day. */
export function monthEnd(year: number, month: number): IsoDate | undefined {
  const first = dateOf(year, month, 1);
  return first === undefined ? undefined : endOfMonth(first);
}

/** Day 60 of the older system is a 29 February 1900 that never was; counted from here all later days are right. */
const EXCEL_EPOCH = dayNumber('1899-12-30');
const EXCEL_1904_EPOCH = dayNumber('1904-01-01');

function fromSerial(text: string, epoch: number): IsoDate | undefined {
  if (!/^\d{1,6}(?:\.\d+)?$/.test(text)) return undefined;
  const serial = Math.floor(Number(text));
  const day = epoch === EXCEL_EPOCH && serial < 60 ? serial + 1 : serial;
  return serial < 1 ? undefined : realDate(dayOfNumber(epoch + day));
}
