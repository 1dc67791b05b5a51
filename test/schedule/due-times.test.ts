import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Due, duesBetween } from '../../src/calendar/due.ts';
import { weekNumber, weekStart } from '../../src/calendar/week.ts';
import { noteWords } from '../../src/schedule/words.ts';
import { planOf } from './plans.ts';

const FILE = join(import.meta.dirname, 'due-times.txt');

/** Sundays, each at an hour that its clocks leave out or repeat: London's at 1, New York's at 2; Shanghai's never. */
const COLUMNS = [
  ['Asia/Shanghai', '0 18 * * 0'],
  ['Europe/London', '30 1 * * 0'],
  ['America/New_York', '30 2 * * 0'],
] as const;

/** Ten years of due times, a line a week: what the clocks of each zone show, the moment in UTC, and what is odd. */
function table(): string {
  const columns = COLUMNS.map(([zone, cron]) =>
    duesBetween(planOf(cron, zone), '2025-12-29T00:00:00.000Z', '2036-01-01T00:00:00.000Z').filter(
      ({ week }) => week >= '2026-W01' && week <= '2035-W52',
    ),
  );
  const [first = []] = columns;
  const head = ['week', ...COLUMNS.map(([zone, cron]) => `${zone} (${cron})`), 'marks'].join(' | ');
  const lines = first.map((due, at) => {
    const row = columns.map((column) => column[at]);
    const cells = row.map((one) => (one === undefined ? 'none' : `${one.date} ${one.time} = ${utc(one.at)}`));
    return [due.week, ...cells, marks(row)].join(' | ').trimEnd();
  });
  return `${[head, ...lines].join('\n')}\n`;
}

function utc(at: string): string {
  return `${at.slice(0, 16)}Z`;
}

function marks(row: ReadonlyArray<Due | undefined>): string {
  const week = row[0]?.week ?? '';
  const days = Array.from({ length: 7 }, (_, day) =>
    new Date(Date.parse(`${weekStart(week)}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10),
  );
  return [
    ...(weekNumber(week) === 53 ? ['53rd week'] : []),
    ...days.filter((day) => day.endsWith('-02-29')).map(() => 'leap day'),
    ...row.flatMap((due, at) => (due?.notes ?? []).map((note) => `${COLUMNS[at]?.[0]}: ${noteWords(note)}`)),
  ].join('; ');
}

test('ten years of due times are the expected ones in every zone', () => {
  const actual = table();
  if (!existsSync(FILE)) {
    expect(process.env.CI, `${FILE} is missing`).toBeUndefined();
    writeFileSync(FILE, actual);
    return;
  }
  rmSync(`${FILE}.actual`, { force: true });
  const expected = readFileSync(FILE, 'utf8');
  if (expected !== actual) writeFileSync(`${FILE}.actual`, actual);
  expect(actual, `differs from ${FILE}; see ${FILE}.actual`).toBe(expected);
});

test('the table has every week of the ten years once, in each zone, and everything odd of them', () => {
  const lines = table().trimEnd().split('\n').slice(1);
  // 2026 and 2032 have 53.
  expect(lines).toHaveLength(522);
  expect(new Set(lines.map((line) => line.slice(0, 8))).size).toBe(522);
  expect(lines.join('\n')).not.toContain('none');
  const marked = (words: string): string[] =>
    lines.filter((line) => line.includes(words)).map((line) => line.slice(0, 8));
  expect(marked('53rd week')).toEqual(['2026-W53', '2032-W53']);
  expect(marked('leap day')).toEqual(['2028-W09', '2032-W09']);
  // The clocks of London and of New York change twice a year, those of Shanghai never.
  expect(marked('Europe/London: 01:30 does not exist')).toHaveLength(10);
  expect(marked('Europe/London: 01:30 comes twice')).toHaveLength(10);
  expect(marked('America/New_York: 02:30 does not exist')).toHaveLength(10);
  expect(marked('Asia/Shanghai:')).toEqual([]);
  // By hand, from a calendar: the last Sunday of March, and the second.
  expect(lines.find((line) => line.startsWith('2027-W12'))).toContain('2027-03-28 02:00 = 2027-03-28T01:00Z');
  expect(lines.find((line) => line.startsWith('2027-W10'))).toContain('2027-03-14 03:00 = 2027-03-14T07:00Z');
  expect(lines.find((line) => line.startsWith('2026-W53'))).toContain('2027-01-03 18:00 = 2027-01-03T10:00Z');
});
