import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOfNumber } from '../../../src/calendar/day.ts';
import { dateReader } from '../../../src/sources/mapping/dates.ts';
import { guessDate } from '../../../src/sources/mapping/guess-date.ts';

const NAMES = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A date written by hand in one of the forms, without the program. */
const FORMS: ReadonlyArray<readonly [format: string, write: (y: string, m: string, d: string) => string]> = [
  ['yyyy-MM-dd', (y, m, d) => `${y}-${m}-${d}`],
  ['yyyyMMdd', (y, m, d) => y + m + d],
  ['dd.MM.yyyy', (y, m, d) => `${d}.${m}.${y}`],
  ['yyyy年M月d日', (y, m, d) => `${y}年${Number(m)}月${Number(d)}日`],
  ['d. MMMM yyyy', (y, m, d) => `${Number(d)}. ${NAMES[Number(m) - 1]} ${y}`],
  ['d-MMM-yyyy', (y, m, d) => `${Number(d)}-${(NAMES[Number(m) - 1] ?? '').slice(0, 3).toUpperCase()}-${y}`],
  ["'week of 'dd/MM/yyyy", (y, m, d) => `week of ${d}/${m}/${y}`],
];

/** 1833 to 2099. */
const day = fc.integer({ min: -50_000, max: 47_000 }).map(dayOfNumber);

test('a date comes back from every form it is written in', () => {
  fc.assert(
    fc.property(day, fc.constantFrom(...FORMS), (date, [format, write]) => {
      const read = dateReader(format, 50);
      if (typeof read === 'string') throw new Error(read);
      const [year = '', month = '', dayOfMonth = ''] = date.split('-');
      expect(read(write(year, month, dayOfMonth))).toBe(date);
    }),
  );
});

test('nothing is a date but what the form says: every other text is refused, none throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...FORMS), (text, [format]) => {
      const read = dateReader(format, 50);
      if (typeof read === 'string') throw new Error(read);
      const found = read(text);
      if (found !== undefined) expect(found).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }),
  );
  const read = dateReader('yyyy-MM-dd', 50);
  if (typeof read === 'string') throw new Error(read);
  expect(['2023-02-29', '2024-13-01', '24-01-01', '2024-01-01 '].map(read)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('the form of a column of dates is guessed from the dates', () => {
  expect(guessDate(['2024-02-01', '2024-03-01', '2024-04-01'])).toMatchObject({
    format: 'yyyy-MM-dd',
    monthStarts: true,
  });
  expect(guessDate(['Nov-99', 'Dec-99', 'Jan-00', 'Feb-00'])).toMatchObject({ format: 'MMM-yy', pivot: 50 });
  expect(guessDate(['Jan-45', 'Feb-46', 'Mar-55'])).toMatchObject({ pivot: 60 });
  expect(guessDate(['31/01/2024', '1/2/2024'])).toMatchObject({ format: 'd/M/yyyy', ambiguous: false });
  expect(guessDate(['1/3/2024', '1/2/2024'])).toMatchObject({ ambiguous: true });
  expect(guessDate(['1.5', '2.5', 'copper'])).toBeUndefined();
});
