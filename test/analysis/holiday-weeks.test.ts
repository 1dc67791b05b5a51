import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { openCalendar } from '../../src/calendar/trading.ts';
import { cutoffDay } from '../../src/calendar/week.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import { programRoot } from '../../src/program.ts';
import { type MadeSeries, madeSpec, snapshotOf } from '../support/snapshot.ts';

const data = join(programRoot(), 'data');
const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });

function sessionsOf(venue: string, from: string, through: string): string[] {
  const spec = catalog.calendars.get(venue);
  if (!spec) throw new Error(`no calendar ${venue}`);
  return openCalendar(spec).sessionsBetween(from, through);
}

/** The series with a value on each of the days, analyzed with the real calendar of its venue. */
function analyzed(week: string, venue: string, days: readonly string[], given: Partial<MadeSeries> = {}) {
  const points = days
    .filter((day) => day <= cutoffDay(week))
    .map((day, at) => [day, String(1000 + at)] as const);
  const closed = { [venue]: Object.keys(catalog.calendars.get(venue)?.closed ?? {}) };
  const one = analyze(
    snapshotOf({ week, series: [{ id: 'made', venue, ...given, points }], closed }),
  ).series.get('made');
  if (!one) throw new Error('the series expected');
  const { week: change } = one.changes;
  return {
    freshness: one.freshness,
    days: change ? [change.from.date, change.to.date] : one.noChange.week,
    series: one,
  };
}

describe('a daily series in a week closed in part', () => {
  test.each([
    ['National Day, one session left', 'shfe', '2024-W40', '2024-09-27', '2024-09-30'],
    ['the week after it', 'shfe', '2024-W41', '2024-09-30', '2024-10-11'],
    ['National Day of 2025, two left', 'shfe', '2025-W40', '2025-09-26', '2025-09-30'],
    ['and two after', 'shfe', '2025-W41', '2025-09-30', '2025-10-10'],
    ['before Spring Festival', 'shfe', '2025-W05', '2025-01-24', '2025-01-27'],
    ['after it', 'shfe', '2025-W06', '2025-01-27', '2025-02-07'],
    ['Good Friday', 'lme', '2025-W16', '2025-04-11', '2025-04-17'],
    ['Easter Monday', 'lme', '2025-W17', '2025-04-17', '2025-04-25'],
    ['Christmas', 'lme', '2025-W52', '2025-12-19', '2025-12-24'],
    ['New Year, in the last week of 2020', 'lme', '2020-W53', '2020-12-24', '2020-12-31'],
    ['the first of 2021', 'lme', '2021-W01', '2020-12-31', '2021-01-08'],
    ['a leap day', 'lme', '2024-W09', '2024-02-23', '2024-03-01'],
  ])('%s: last session against last session', (_name, venue, week, from, to) => {
    const days = sessionsOf(venue, '2018-01-01', '2026-03-31');
    expect(analyzed(week, venue, days)).toMatchObject({ freshness: 'fresh', days: [from, to] });
  });

  test.each([
    ['2024-W07', 'closed', 'closed'],
    // There is no week before to compare with.
    ['2024-W08', 'fresh', 'closed'],
  ])('Spring Festival of 2024, %s: %s', (week, freshness, days) => {
    const sessions = sessionsOf('shfe', '2023-01-01', '2024-12-31');
    expect(analyzed(week, 'shfe', sessions)).toMatchObject({ freshness, days });
  });

  test('a year back is 364 days, over a leap day too; a year to date starts from the last session', () => {
    const days = sessionsOf('lme', '2018-01-01', '2026-03-31');
    const leap = analyzed('2024-W09', 'lme', days).series.changes;
    expect([leap.year?.from.date, leap.ytd?.from.date]).toEqual(['2023-03-03', '2023-12-29']);
    const long = analyzed('2020-W53', 'lme', days).series.changes;
    expect([long.year?.from.date, long.ytd?.from.date]).toEqual(['2020-01-02', '2019-12-31']);
  });

  test('does not stand still where its source carries the last price over the holiday', () => {
    const carried = ['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04'];
    const points = [...sessionsOf('shfe', '2024-09-02', '2024-09-30'), ...carried].map(
      (day, at) => [day, carried.includes(day) ? '1000' : String(982 + at)] as const,
    );
    expect(points.at(-5)).toEqual(['2024-09-30', '1000']);
    const still = (closed: string[]) =>
      analyze(
        snapshotOf({
          week: '2024-W40',
          series: [{ id: 'made', venue: 'shfe', points }],
          closed: { shfe: closed },
        }),
      ).series.get('made')?.unchanged;
    expect(still(carried)).toBeUndefined();
    expect(still([])?.suspicious).toBe(true);
  });

  test('is late, not stale, when the one session of the week is missing', () => {
    const days = sessionsOf('shfe', '2024-01-01', '2024-09-27');
    expect(analyzed('2024-W40', 'shfe', days)).toMatchObject({ freshness: 'late', days: 'no-observation' });
    expect(analyzed('2024-W41', 'shfe', days).freshness).toBe('stale');
  });
});

describe('a weekly series', () => {
  const weekly = { kind: 'stock', frequency: 'weekly', unit: 't' } as const;
  /** As SHFE reports: on the last session of each week that has one. */
  const reported = (through: string) => {
    const byWeek = new Map<string, string>();
    for (const day of sessionsOf('shfe', '2024-01-01', through)) {
      const monday = new Date(Date.parse(day) - ((new Date(day).getUTCDay() + 6) % 7) * 86_400_000);
      byWeek.set(monday.toISOString(), day);
    }
    return [...byWeek.values()];
  };

  test.each([
    ['2024-W40', '2024-09-27', '2024-09-30'],
    ['2024-W41', '2024-09-30', '2024-10-11'],
    ['2025-W05', '2025-01-24', '2025-01-27'],
    ['2025-W18', '2025-04-25', '2025-04-30'],
  ])('%s: not published on a Friday compares with the week before', (week, from, to) => {
    expect(analyzed(week, 'shfe', reported('2025-12-31'), weekly)).toMatchObject({
      freshness: 'fresh',
      days: [from, to],
    });
  });

  test('is closed in a closed week and late, not stale, in one of a session', () => {
    expect(analyzed('2024-W07', 'shfe', reported('2024-12-31'), weekly).freshness).toBe('closed');
    expect(analyzed('2024-W40', 'shfe', reported('2024-09-27'), weekly).freshness).toBe('late');
    expect(analyzed('2024-W41', 'shfe', reported('2024-09-27'), weekly).freshness).toBe('stale');
  });
});

test('what a source publishes a session later is compared over a whole week', () => {
  const { source } = madeSpec({ id: 'made' });
  const next = { by: 'session', after: 1, at: '16:15', zone: 'America/New_York' } as const;
  const rate = { kind: 'rate', change: 'bp', unit: '%', source: { ...source, publication: next } } as const;
  const days = sessionsOf('us_bonds', '2025-01-01', '2025-06-12');
  expect(analyzed('2025-W24', 'us_bonds', days, rate).days).toEqual(['2025-06-05', '2025-06-12']);
  // A series that only stopped is compared with the last session of the week before, as its neighbors are.
  expect(analyzed('2025-W24', 'us_bonds', days).days).toEqual(['2025-06-06', '2025-06-12']);
});
