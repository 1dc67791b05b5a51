import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { springFestival } from '../../src/calendar/spring-festival.ts';
import { openCalendar } from '../../src/calendar/trading.ts';
import { addDays, weekdayOf, weekEnding, weekOf } from '../../src/calendar/week.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import { programRoot } from '../../src/program.ts';
import { hasRealDesk, realRows } from '../support/real-desk.ts';
import { ruledDays } from './ruled-days.ts';

const data = join(programRoot(), 'data');
const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
const there = hasRealDesk();
/** Since when holidays by rule are compared, through the last calendar of a rule. */
const YEARS = Array.from({ length: 11 }, (_, at) => 2018 + at);

interface Quoted {
  readonly file: string;
  readonly series: string;
  /** Days with a price of their own while the venue was closed: errors of the source, each looked at. */
  readonly strays?: readonly string[];
  /** Weekdays' sessions without a price: gaps of the source. */
  readonly gaps?: readonly string[];
}

const EXCHANGE = 'exchange-daily.csv';
/** A source that carries a price over a holiday may still round it anew. */
const CARRIED = 5e-4;
const NICKEL_SUSPENDED = ['2022-03-09', '2022-03-10', '2022-03-11', '2022-03-14', '2022-03-15'];

/** Daily series with a price on (almost) every session. Every closed day between their first and last is checked. */
const DAILY: readonly Quoted[] = [
  { file: EXCHANGE, series: 'cu_lme_3m' },
  { file: EXCHANGE, series: 'al_lme_3m' },
  { file: EXCHANGE, series: 'zn_lme_3m' },
  { file: EXCHANGE, series: 'pb_lme_3m' },
  // The LME stopped trading nickel after 8 March 2022; the day itself stands in the source.
  { file: EXCHANGE, series: 'ni_lme_3m', gaps: NICKEL_SUSPENDED },
  {
    file: EXCHANGE,
    series: 'cu_shfe',
    // Dated a day or two late by the source: the exchange was closed for the parade, National Day and New Year.
    strays: ['2015-09-03', '2015-10-01', '2017-01-02'],
    gaps: ['2015-07-02', '2019-04-22'],
  },
  { file: EXCHANGE, series: 'usdcny', gaps: ['2015-01-27', '2015-07-20', '2021-07-05'] },
  { file: EXCHANGE, series: 'cu_comex' },
  { file: EXCHANGE, series: 'au_spot', strays: ['2018-03-30'] },
  { file: EXCHANGE, series: 'ag_spot' },
  { file: EXCHANGE, series: 'dxy', gaps: ['2016-12-30'] },
  { file: 'gold-holdings.csv', series: 'au_spdr' },
  // CME reports no stock on most US holidays, nor did the source keep two other days.
  { file: 'stocks.csv', series: 'cu_comex_stk', strays: ['2017-12-25'], gaps: ['2015-05-25', '2025-05-23'] },
  { file: 'stocks-2026.csv', series: 'cu_comex_stk_cme', gaps: ['2026-07-03', '2026-09-07'] },
  { file: 'minor-and-energy.csv', series: 'cu_lme_cash' },
  { file: 'minor-and-energy.csv', series: 'al_lme_cash' },
  { file: 'minor-and-energy.csv', series: 'au_lbma_pm' },
  { file: 'minor-and-energy.csv', series: 'sb_ingot_fob' },
  { file: 'minor-and-energy.csv', series: 'co_metal_rdam' },
  // Agencies began the Spring Festival of 2018 early and kept New Year's Eve of 2024.
  {
    file: 'rare-earth-cn.csv',
    series: 're_nd_ox_cn',
    gaps: ['2018-02-12', '2018-02-13', '2018-02-14', '2024-02-09'],
  },
];

function calendarOf(series: string) {
  const spec = catalog.calendars.get(catalog.series.get(series)?.venue ?? '');
  if (!spec) throw new Error(`no calendar for ${series}`);
  return { spec, calendar: openCalendar(spec) };
}

describe.skipIf(!there)('calendars against the days of real prices', () => {
  test.each(DAILY)(
    '$series has a price on every session and none on closed days',
    async ({ file, series, strays = [], gaps = [] }) => {
      const rows = await realRows(file, series);
      const { calendar } = calendarOf(series);
      const inside = rows.filter(({ date }) => calendar.covers(date) && weekdayOf(date) <= 5);
      expect(inside.length).toBeGreaterThan(50);
      const days = new Map(inside.map(({ date, value }) => [date, value]));
      const first = inside[0]?.date ?? '';
      const last = inside.at(-1)?.date ?? '';
      const sessions = calendar.sessionsBetween(first, last).filter((date) => weekdayOf(date) <= 5);
      expect(sessions.filter((date) => !days.has(date))).toEqual(gaps);
      // Some sources carry the last price over a holiday; that is no session.
      const own = inside.filter(({ date, value }, at) => {
        const before = inside[at - 1]?.value;
        return !calendar.isSession(date) && (before === undefined || Math.abs(value / before - 1) > CARRIED);
      });
      expect(own.map(({ date }) => date)).toEqual(strays);
    },
  );

  test('prices of weekends are those of make-up days, and of no other weekend', async () => {
    const { spec, calendar } = calendarOf('re_nd_ox_cn');
    const worked = Object.keys(spec.worked ?? {});
    expect(worked.length).toBeGreaterThan(80);
    for (const series of ['re_nd_ox_cn', 're_pr_ox_cn']) {
      const rows = await realRows('rare-earth-cn.csv', series);
      const weekends = rows.filter(({ date }) => weekdayOf(date) > 5).map(({ date }) => date);
      expect(weekends.length).toBeGreaterThan(60);
      expect(weekends.filter((date) => !calendar.isSession(date))).toEqual([]);
      // Next to a long holiday the agency sometimes skipped the day; most make-up days it kept.
      const reached = worked.filter((date) => date >= '2013-01-04' && date <= '2024-07-05');
      expect(weekends.length / reached.length).toBeGreaterThan(0.75);
    }
  });

  test('no exchange has a price on a weekend, make-up days included; one index has, once, by mistake', async () => {
    const strays: string[] = [];
    let seen = 0;
    for (const { file, series } of DAILY) {
      if (series === 're_nd_ox_cn') continue;
      const rows = await realRows(file, series);
      seen += rows.length;
      strays.push(...rows.filter(({ date }) => weekdayOf(date) > 5).map(({ date }) => `${series} ${date}`));
    }
    expect(seen).toBeGreaterThan(25_000);
    expect(strays).toEqual(['dxy 2018-01-20']);
  });

  test('weekly SHFE stocks are dated on sessions', async () => {
    const { calendar } = calendarOf('cu_shfe_stk');
    const rows = await realRows('stocks-2026.csv', 'cu_shfe_stk');
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ date }) => !calendar.isSession(date))).toEqual([]);
    // On the last session of their week: a Wednesday or Thursday before a holiday.
    const early = rows.filter(({ date }) => weekdayOf(date) !== 5).map(({ date }) => date);
    expect(early.length).toBeGreaterThan(1);
    for (const date of early) expect(calendar.lastSession(weekEnding(weekOf(date)))).toBe(date);
  });

  test('LME stocks, whose source has long gaps, are never dated on a closed day', async () => {
    for (const series of ['cu_lme_stk', 'cu_lme_cancelled']) {
      const { calendar } = calendarOf(series);
      const rows = await realRows('stocks.csv', series);
      expect(rows.length).toBeGreaterThan(2_000);
      expect(rows.filter(({ date }) => !calendar.isSession(date))).toEqual([]);
    }
  });

  test('the state funeral of 2022 was a session: five metals and the stocks moved', async () => {
    for (const [file, series] of [
      ['exchange-daily.csv', 'cu_lme_3m'],
      ['exchange-daily.csv', 'ni_lme_3m'],
      ['stocks.csv', 'cu_lme_stk'],
    ] as const) {
      const rows = await realRows(file, series);
      const at = rows.findIndex(({ date }) => date === '2022-09-19');
      expect(at).toBeGreaterThan(0);
      expect(rows[at]?.value).not.toBe(rows[at - 1]?.value);
    }
    expect(calendarOf('cu_lme_3m').calendar.isSession('2022-09-19')).toBe(true);
  });
});

describe('calendars', () => {
  test.each([
    ['lme', '2020-05-08', 'early May, moved'],
    ['lme', '2022-06-03', 'jubilee'],
    ['lme', '2023-05-08', 'coronation'],
    ['lme', '2027-12-28', 'substitute'],
    ['london', '2022-09-19', 'funeral'],
    ['shfe', '2015-09-04', 'parade'],
    ['shfe', '2020-01-31', 'extended'],
    ['shfe', '2024-02-09', 'eve'],
    ['sge', '2026-02-23', 'Spring Festival'],
    ['gfex', '2025-10-08', 'National Day'],
    ['cme', '2026-04-03', 'Good Friday'],
    ['nyse', '2025-01-09', 'mourning'],
    ['us_bonds', '2025-10-13', 'Columbus'],
    ['us_bonds', '2018-12-05', 'mourning'],
    ['us_bonds', '2024-03-29', 'Good Friday'],
    ['interbank', '2025-01-26', 'a make-up Sunday'],
    ['shfe', '2025-01-26', 'a make-up Sunday'],
    ['china', '2025-02-01', 'a Saturday'],
  ])('%s was closed on %s (%s)', (venue, date) => {
    const spec = catalog.calendars.get(venue);
    expect(spec && openCalendar(spec).isSession(date)).toBe(false);
  });

  test.each([
    ['lme', '2020-05-04'],
    ['shfe', '2020-02-03'],
    ['shfe', '2026-02-24'],
    ['cme', '2025-07-04'],
    ['china', '2024-02-09'],
    ['china', '2025-01-26'],
    ['china', '2026-10-10'],
    ['us_bonds', '2021-04-02'],
    ['weekdays', '2025-12-25'],
  ])('%s had a session on %s', (venue, date) => {
    const spec = catalog.calendars.get(venue);
    expect(spec && openCalendar(spec).isSession(date)).toBe(true);
  });

  test('of the three Chinese exchanges agree, and cover what was announced', () => {
    const of = (venue: string) => catalog.calendars.get(venue)?.closed ?? {};
    expect(of('sge')).toEqual(of('shfe'));
    expect(Object.keys(of('gfex'))).toEqual(Object.keys(of('shfe')).filter((date) => date >= '2022-12-22'));
    expect(catalog.calendars.get('shfe')?.coveredThrough).toBe('2026-12-31');
    for (const venue of ['lme', 'london', 'otc', 'cme', 'nyse', 'us_bonds', 'weekdays'])
      expect(catalog.calendars.get(venue)?.coveredThrough, venue).toBe('2028-12-31');
  });

  test('only price agencies work on make-up weekends, some in every year', () => {
    const listing = [...catalog.calendars.values()].filter((spec) => spec.worked !== undefined);
    expect(listing.map((spec) => spec.venue)).toEqual(['china']);
    const worked = Object.keys(listing[0]?.worked ?? {});
    for (let year = 2013; year <= 2026; year += 1) {
      const count = worked.filter((date) => date.startsWith(`${year}-`)).length;
      expect(count, String(year)).toBeGreaterThanOrEqual(5);
      expect(count, String(year)).toBeLessThanOrEqual(12);
    }
    expect(catalog.calendars.get('interbank')?.closed).toEqual(catalog.calendars.get('china')?.closed);
  });

  test('follow the rules of London and New York, announced or not, but for days of their own', () => {
    // Moved or added by a government: 2020 to 2023. Mourning: 2018 and 2025. Good Fridays with an employment report.
    const own: Readonly<Record<string, readonly string[]>> = {
      lme: ['2020-05-04', '2020-05-08', '2022-05-30', '2022-06-02', '2022-06-03', '2023-05-08'],
      london: [
        '2020-05-04',
        '2020-05-08',
        '2022-05-30',
        '2022-06-02',
        '2022-06-03',
        '2022-09-19',
        '2023-05-08',
      ],
      cme: [],
      otc: [],
      nyse: ['2018-12-05', '2025-01-09'],
      us_bonds: ['2018-12-05', '2021-04-02', '2023-04-07', '2026-04-03'],
    };
    for (const [venue, odd] of Object.entries(own)) {
      const closed = Object.keys(catalog.calendars.get(venue)?.closed ?? {}).filter((day) => day >= '2018');
      const ruled = YEARS.flatMap((year) => ruledDays(venue, year));
      const differing = [
        ...closed.filter((day) => !ruled.includes(day)),
        ...ruled.filter((day) => !closed.includes(day)),
      ];
      expect(differing.sort(), venue).toEqual([...odd]);
    }
  });

  test('of China are closed when its year begins, about which the platform is a day off at most', () => {
    const { closed = {} } = catalog.calendars.get('shfe') ?? {};
    for (let year = 2015; year <= 2026; year += 1) {
      const about = [-1, 0, 1].map((days) => addDays(springFestival(year), days));
      expect(
        about.filter((day) => closed[day]?.startsWith('Spring Festival')).length,
        String(year),
      ).toBeGreaterThan(0);
    }
    // The new moon of 2027 is four minutes before midnight of the 6th in Beijing.
    expect(springFestival(2027).slice(0, 8)).toBe('2027-02-');
  });

  test('close each venue on a plausible number of weekdays every year', () => {
    const bounds: Readonly<Record<string, readonly [number, number]>> = {
      lme: [8, 10],
      london: [8, 10],
      shfe: [16, 20],
      china: [15, 20],
      cme: [2, 3],
      nyse: [8, 11],
    };
    for (const [venue, [fewest, most]] of Object.entries(bounds)) {
      const dates = Object.keys(catalog.calendars.get(venue)?.closed ?? {});
      const last = Number(catalog.calendars.get(venue)?.coveredThrough.slice(0, 4));
      for (let year = 2015; year <= last; year += 1) {
        const count = dates.filter((date) => date.startsWith(`${year}-`)).length;
        expect(count, `${venue} ${year}`).toBeGreaterThanOrEqual(fewest);
        expect(count, `${venue} ${year}`).toBeLessThanOrEqual(most);
      }
    }
  });
});
