import { addDays, weekdayOf } from '../../src/calendar/week.ts';

/** Closed weekdays of a venue in a year, by the rules that London and New York publish; written apart from the data. */
export function ruledDays(venue: string, year: number): string[] {
  const goodFriday = addDays(easter(year), -2);
  const days = isLondon(venue) ? london(year, goodFriday) : newYork(venue, year, goodFriday);
  return days.filter((day) => day.startsWith(`${year}-`)).sort();
}

function isLondon(venue: string): boolean {
  return venue === 'lme' || venue === 'london';
}

/** What falls on a weekend is made up for on the next weekdays. */
function london(year: number, goodFriday: string): string[] {
  const christmas = `${year}-12-25`;
  const pair: Readonly<Record<number, readonly [number, number]>> = { 5: [0, 3], 6: [2, 3], 7: [1, 2] };
  return [
    monday(`${year}-01-01`),
    goodFriday,
    addDays(goodFriday, 3),
    nth(1, 1, year, 5),
    last(1, year, 5),
    last(1, year, 8),
    ...(pair[weekdayOf(christmas)] ?? [0, 1]).map((days) => addDays(christmas, days)),
  ];
}

function newYork(venue: string, year: number, goodFriday: string): string[] {
  // New Year on a Saturday would close the old year's last day, which no market does.
  const newYear = weekdayOf(`${year}-01-01`) === 6 ? [] : [monday(`${year}-01-01`)];
  const few = [...newYear, goodFriday, observed(`${year}-12-25`)];
  if (venue === 'cme' || venue === 'otc') return few;
  return [
    ...few,
    nth(3, 1, year, 1),
    nth(3, 1, year, 2),
    last(1, year, 5),
    ...(year < 2022 ? [] : [observed(`${year}-06-19`)]),
    observed(`${year}-07-04`),
    nth(1, 1, year, 9),
    nth(4, 4, year, 11),
    ...(venue === 'us_bonds' ? [nth(2, 1, year, 10), ...veterans(year)] : []),
  ];
}

/** Banks keep no Saturday. */
function veterans(year: number): string[] {
  const day = `${year}-11-11`;
  return weekdayOf(day) === 6 ? [] : [monday(day)];
}

function observed(day: string): string {
  return weekdayOf(day) === 6 ? addDays(day, -1) : monday(day);
}

function monday(day: string): string {
  return weekdayOf(day) > 5 ? addDays(day, 8 - weekdayOf(day)) : day;
}

function nth(count: number, weekday: number, year: number, month: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (count - 1) * 7);
}

/** Of a month with 31 days. */
function last(weekday: number, year: number, month: number): string {
  const end = `${year}-${String(month).padStart(2, '0')}-31`;
  return addDays(end, -((weekdayOf(end) - weekday + 7) % 7));
}

/** Gauss's rule, of the Gregorian calendar from 1900 to 2099. */
function easter(year: number): string {
  const [a, b, c] = [year % 19, year % 4, year % 7];
  const d = (19 * a + 24) % 30;
  const e = (2 * b + 4 * c + 6 * d + 5) % 7;
  const isLate = (d === 29 && e === 6) || (d === 28 && e === 6 && a > 10);
  return addDays(`${year}-03-22`, d + e - (isLate ? 7 : 0));
}
