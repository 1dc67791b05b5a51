import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { weekOf } from '../../src/calendar/week.ts';
import { fridays, type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';

const WEEK = '2025-W24';

function one(series: Partial<MadeSeries>, week = WEEK, closed = {}) {
  const analysis = analyze(snapshotOf({ week, series: [{ id: 'x', ...series }], closed }));
  const made = analysis.series.get('x');
  if (!made) throw new Error('no series x');
  const value = (metric: string) => analysis.figures.get(`x.${metric}`)?.value;
  return { analysis, series: made, value };
}

describe('freshness', () => {
  it.each([
    ['fresh', { points: [['2025-06-09', 1]] }],
    ['stale', { points: [['2025-06-06', 1]] }],
    ['late', { frequency: 'weekly', points: [['2025-06-06', 1]] }],
    ['late', { frequency: 'weekly', points: [['2025-06-04', 1]] }],
    ['stale', { frequency: 'weekly', points: [['2025-06-03', 1]] }],
    ['late', { frequency: 'monthly', points: [['2025-04-30', 1]] }],
    ['stale', { frequency: 'monthly', points: [['2025-04-28', 1]] }],
    ['never', {}],
  ] as const)('is %s with %o', (freshness, series) => {
    expect(one(series).series.freshness).toBe(freshness);
  });

  it('is closed only where the venue was, and the series up to date before', () => {
    const closed = { lme: ['2025-06-09', '2025-06-10', '2025-06-11', '2025-06-12', '2025-06-13'] };
    expect(one({ points: [['2025-06-06', 1]] }, WEEK, closed).series.freshness).toBe('closed');
    expect(one({ points: [['2025-05-02', 1]] }, WEEK, closed).series.freshness).toBe('stale');
  });
});

describe('the 52-week range', () => {
  it('has the low, the high and the place of the last value, from daily readings', () => {
    const { series, value } = one({
      points: weekdays('2024-01-01', '2025-06-13', (n) => (n === 200 ? 50 : n === 300 ? 150 : 100)),
    });
    expect(series.range52).toEqual({
      low: 'x.low52',
      high: 'x.high52',
      position: 'x.position52',
      illustrative: false,
    });
    expect([value('low52'), value('high52'), value('position52')]).toEqual(['50', '150', '50']);
  });

  it('leaves out what is older than 364 days', () => {
    const { value } = one({
      points: [['2024-06-13', 1], ...weekdays('2024-06-14', '2025-06-13', (n) => 100 + n)],
    });
    expect([value('low52'), value('position52')]).toEqual(['100', '100']);
  });

  it('is not said of half a year', () => {
    expect(one({ points: weekdays('2024-12-02', '2025-06-13', (n) => n) }).series.range52).toBeUndefined();
  });

  it('is illustrative when any reading in it is', () => {
    const { analysis, series } = one({
      points: weekdays('2024-06-10', '2025-06-13', (n) => 100 + n).map(([date, v], n) =>
        n === 40 ? [date, v, 'illustrative'] : [date, v],
      ),
    });
    expect(series.range52?.illustrative).toBe(true);
    expect(analysis.figures.get('x.high52')?.illustrative).toBe(true);
    expect(analysis.figures.get('x.week')?.illustrative).toBe(false);
  });
});

describe('the five-year percentile', () => {
  it('ranks the last value of a stock among its weeks', () => {
    const weeks = Array.from({ length: 300 }, (_, n) => n);
    const stock = (values: number[]) => one({ kind: 'stock', unit: 't', points: fridays(WEEK, values) });
    expect(stock(weeks).value('percentile5y')).toBe('100');
    expect(stock([...weeks].reverse()).value('percentile5y')).toBe('0');
    expect(stock(weeks.map((n) => (n === 299 ? 169.5 : n))).value('percentile5y')).toBe('50.1930501931');
    expect(stock(weeks.map((n) => (n < 150 ? 1 : n < 299 ? 2 : 1))).value('percentile5y')).toBe(
      '21.2355212355',
    );
    expect(stock(weeks.slice(0, 103)).series.percentile5y).toBeUndefined();
    expect(one({ points: fridays(WEEK, weeks) }).series.percentile5y).toBeUndefined();
  });
});

describe('volatility and z', () => {
  /** Up by a tenth, back down: log moves ±ln 1.1. */
  const saw = (weeks: number, last: number) =>
    fridays(WEEK, [...Array.from({ length: weeks - 1 }, (_, n) => (n % 2 === 0 ? 100 : 110)), last]);

  it('annualizes the weekly log moves of 52 weeks', () => {
    const { value } = one({ points: saw(53, 100) });
    // 52 moves of ±ln 1.1 in equal number: deviation ln 1.1 × √(52/51), times √52.
    const expected = Math.log(1.1) * Math.sqrt(52 / 51) * Math.sqrt(52) * 100;
    expect(Number(value('volatility'))).toBeCloseTo(expected, 9);
  });

  it('needs half a year of moves', () => {
    expect(one({ points: saw(26, 110) }).series.volatility).toBeUndefined();
    expect(one({ points: saw(27, 100) }).series.volatility).toBe('x.volatility');
    expect(one({ points: saw(27, 100) }).series.z).toBeUndefined();
    expect(one({ points: saw(28, 110) }).series.z).toBeDefined();
  });

  it('measures the week against the moves before it, itself left out', () => {
    const quiet = saw(161, 100);
    const { series, value } = one({ points: quiet.map((p, n) => (n === 160 ? [p[0], 220] : p)) });
    const moves = Array.from({ length: 156 }, (_, n) => (n % 2 === 0 ? 10 : (100 / 110 - 1) * 100));
    const center = moves.reduce((a, b) => a + b) / 156;
    const sd = Math.sqrt(moves.reduce((sum, move) => sum + (move - center) ** 2, 0) / 155);
    expect(series.sd).toBeCloseTo(sd, 9);
    expect(series.z).toBeCloseTo(Number(series.changes.week?.value) / sd, 9);
    expect(Number(value('z'))).toBeCloseTo(series.z ?? 0, 9);
  });

  it('says nothing of a series that never moved', () => {
    const { series } = one({
      points: fridays(
        WEEK,
        Array.from({ length: 160 }, () => 5),
      ),
    });
    expect([series.z, series.sd]).toEqual([undefined, undefined]);
  });

  it('does not take the move over a missing week for a weekly one', () => {
    const points = saw(161, 100).filter((_, n) => n !== 100);
    const doubled = points.map((p, n) => (n >= 100 ? ([p[0], Number(p[1]) * 5] as const) : p));
    expect(one({ points: doubled }).series.sd).toBeLessThan(11);
  });
});

describe('streaks', () => {
  it('count weeks in a row, this one included', () => {
    const { series, value } = one({ points: fridays(WEEK, [5, 9, 8, 7, 6]) });
    expect(series.streak).toEqual({ direction: 'down', weeks: 3, figure: 'x.streak' });
    expect(value('streak')).toBe('3');
  });

  it('need two weeks, end at an unchanged one and at a missing one', () => {
    expect(one({ points: fridays(WEEK, [5, 4, 6]) }).series.streak).toBeUndefined();
    expect(one({ points: fridays(WEEK, [1, 2, 2, 3, 4]) }).series.streak?.weeks).toBe(2);
    expect(one({ points: fridays(WEEK, [1, 3, 3, 3]) }).series.streak).toBeUndefined();
    const gap = fridays(WEEK, [1, 2, 3, 4, 5]).filter((_, n) => n !== 2);
    expect(one({ points: gap }).series.streak).toBeUndefined();
  });

  it('go on over a week in which the venue was closed', () => {
    const gap = fridays(WEEK, [1, 2, 3, 4, 5]).filter((_, n) => n !== 2);
    const closed = { lme: ['2025-05-26', '2025-05-27', '2025-05-28', '2025-05-29', '2025-05-30'] };
    expect(one({ points: gap }, WEEK, closed).series.streak?.weeks).toBe(3);
  });
});

describe('a value that stands still', () => {
  it('is unchanged since the first of its equal quotations; an assessed price is suspicious after five weeks', () => {
    const still = (from: string) =>
      one({ quote: 'mid', points: [['2025-03-03', 7], ...weekdays(from, '2025-06-13', () => 8)] });
    const five = still('2025-05-12');
    expect(five.series.unchanged).toEqual({
      since: '2025-05-12',
      quotations: 'x.quotations',
      suspicious: true,
    });
    expect(five.value('quotations')).toBe('25');
    expect(still('2025-05-13').series.unchanged?.suspicious).toBe(false);
    expect(still('2025-06-02').series.unchanged?.suspicious).toBe(false);
    expect(still('2025-06-03').series.unchanged).toBeUndefined();
  });

  it('is suspicious after four sessions where it is an exchange’s price', () => {
    const still = (from: string) =>
      one({ points: [['2025-03-03', 7], ...weekdays(from, '2025-06-13', () => 8)] }).series.unchanged;
    expect(still('2025-06-10')).toMatchObject({ since: '2025-06-10', suspicious: true });
    expect(still('2025-06-11')).toBeUndefined();
  });

  it('is said of a weekly series after two weeks and never called suspicious', () => {
    const weekly = (values: number[]) => one({ frequency: 'weekly', points: fridays(WEEK, values) });
    expect(weekly([7, 8, 8]).series.unchanged).toBeUndefined();
    expect(weekly([7, 8, 8, 8]).series.unchanged?.since).toBe('2025-05-30');
    expect(weekly([7, ...Array.from({ length: 20 }, () => 8)]).series.unchanged?.suspicious).toBe(false);
  });
});

describe('a value rolled over or made up', () => {
  it('is no quotation: it is not counted, and made-up history ends the count', () => {
    const rolled = weekdays('2025-05-12', '2025-06-13', () => 8).map(([date, v], n) =>
      n === 10 ? ([date, v, 'rolled'] as const) : ([date, v] as const),
    );
    expect(one({ points: rolled }).value('quotations')).toBe('24');
    const madeUp = rolled.map(([date, v], n) =>
      n <= 12 ? ([date, v, 'illustrative'] as const) : ([date, v] as const),
    );
    const { series, value } = one({ points: madeUp });
    expect([series.unchanged?.since, value('quotations')]).toEqual(['2025-05-29', '12']);
    expect(one({ points: madeUp.slice(0, 13) }).series.unchanged).toBeUndefined();
  });
});

describe('seasons', () => {
  it('band five years by week, with this and last year beside', () => {
    const weeks = fridays(
      WEEK,
      Array.from({ length: 313 }, (_, n) => n),
    );
    const { series } = one({ kind: 'stock', unit: 't', points: weeks });
    const season = series.season;
    expect(season?.years).toEqual([2020, 2024]);
    const valueIn = (year: number) => weeks.findIndex(([date]) => weekOf(date) === `${year}-W10`);
    const five = [2020, 2021, 2022, 2023, 2024].map(valueIn);
    expect(season?.weeks.find((one) => one.week === 10)).toEqual({
      week: 10,
      low: five[0],
      high: five[4],
      mean: five.reduce((a, b) => a + b) / 5,
    });
    expect(season?.thisYear.map((one) => one.week)).toEqual(Array.from({ length: 24 }, (_, n) => n + 1));
    expect(season?.lastYear).toHaveLength(52);
    // Only 2020 had a 53rd week.
    expect(season?.weeks).toHaveLength(52);
    expect(season?.illustrative).toBe(false);
  });

  it('need three years, and are for stocks or where a chart asks', () => {
    const values = Array.from({ length: 313 }, (_, n) => n);
    expect(one({ kind: 'stock', points: fridays(WEEK, values.slice(-120)) }).series.season).toBeUndefined();
    const price = { id: 'x', points: fridays(WEEK, values) };
    expect(analyze(snapshotOf({ week: WEEK, series: [price] })).series.get('x')?.season).toBeUndefined();
    const charts = [{ id: 'c', kind: 'seasonal' as const, series: ['x'] }];
    expect(
      analyze(snapshotOf({ week: WEEK, series: [price], charts })).series.get('x')?.season,
    ).toBeDefined();
  });
});

describe('weekly points', () => {
  it('are the last reading of each week, six years of them, with gaps left open', () => {
    const points = weekdays('2017-01-02', '2025-06-13', (n) => n).filter(
      ([date]) => weekOf(date) !== '2025-W20',
    );
    const { weekly } = one({ points }).series;
    expect(weekly).toHaveLength(312);
    expect(weekly[0]?.week).toBe('2019-W25');
    expect(weekly.at(-1)).toMatchObject({ week: WEEK, date: '2025-06-13', illustrative: false });
    expect(weekly.map((point) => point.week)).not.toContain('2025-W20');
  });

  it('are one a month for monthly series', () => {
    const { weekly } = one({
      frequency: 'monthly',
      points: [
        ['2025-03-31', 1],
        ['2025-04-30', 2],
        ['2025-05-15', 3],
        ['2025-05-31', 4],
      ],
    }).series;
    expect(weekly.map((point) => point.date)).toEqual(['2025-03-31', '2025-04-30', '2025-05-31']);
  });
});

it('a series never observed does not ask its calendar, which may begin after the week', () => {
  const snapshot = snapshotOf({
    week: '2025-W24',
    series: [
      { id: 'cu_lme_3m', points: fridays('2025-W24', [9500, 9670.5, 9647.5]) },
      { id: 'li_gfex', venue: 'gfex' },
    ],
  });
  const young = snapshot.calendars.map((one) =>
    one.venue === 'gfex' ? { ...one, coveredFrom: '2025-07-01' } : one,
  );
  const { series } = analyze({ ...snapshot, calendars: young });
  expect(series.get('li_gfex')).toMatchObject({ freshness: 'never', changes: {} });
  expect(series.get('cu_lme_3m')?.changes.week?.value).toBeDefined();
});
