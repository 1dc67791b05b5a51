import { describe, expect, test } from 'vitest';
import { CHECKS, contextOf, runChecks } from '../../src/checks/index.ts';
import { type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';
import { codes, FRIDAY, found, market, swing, thursdayOf, WEEK } from './histories.ts';

const usual = thursdayOf(market(0));

describe('an ordinary week', () => {
  test('has no findings, and was looked at', () => {
    const context = contextOf(snapshotOf({ week: WEEK, series: [market(usual * 1.004)] }));
    const { findings, checks } = runChecks(context);
    expect(findings).toEqual([]);
    expect(checks).toBe((context.subjects.get('cu_lme_3m')?.points.length ?? 0) * CHECKS.length);
    expect(checks).toBeGreaterThan(5000);
  });

  test('of no series is zero looks', () => {
    expect(runChecks(contextOf(snapshotOf({ week: WEEK, series: [] })))).toEqual({ findings: [], checks: 0 });
  });

  test('is judged for the series asked for and no other', () => {
    const context = contextOf(
      snapshotOf({ week: WEEK, series: [market(usual * 10), market(usual * 10, { id: 'cu_shfe' })] }),
    );
    const { findings } = runChecks(context, (id) => id === 'cu_shfe');
    expect(findings.map(({ series }) => series)).toEqual(['cu_shfe']);
  });
});

describe('the hard range', () => {
  const bounded = (friday: number, given: Partial<MadeSeries> = {}) =>
    found(market(friday, { range: [4000, 20000], ...given }));

  test('holds a value outside it and names the slip against the value before', () => {
    const [finding, ...rest] = bounded(Math.round(usual * 1000));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'E_DATA_RANGE',
      severity: 'error',
      cause: 'x1000',
      series: 'cu_lme_3m',
      date: FRIDAY,
    });
    expect(finding?.where).toMatch(/^data\/inbox\/made\.csv:\d+$/);
    expect(finding?.message).toContain('is outside 4,000 to 20,000 USD/t, the range of "Name of cu_lme_3m"');
    expect(finding?.message).toContain('a probable unit slip: × 1,000 (kilograms and tonnes');
  });

  test('lets its bounds pass', () => {
    expect(codes(found({ id: 'a', range: [4000, 20000], points: [[FRIDAY, 4000]] }))).toEqual([]);
    expect(codes(found({ id: 'a', range: [4000, 20000], points: [[FRIDAY, 20000]] }))).toEqual([]);
  });

  test('names what would bring a first value into the range', () => {
    const [finding] = found({ id: 'a', range: [4000, 20000], points: [[FRIDAY, 9_647_500]] });
    expect(finding).toMatchObject({ code: 'E_DATA_RANGE', cause: 'x1000' });
    expect(finding?.message).toContain('By the range alone');
  });

  test('gives no cause where there is none', () => {
    const [finding] = bounded(2000);
    expect(finding?.code).toBe('E_DATA_RANGE');
    expect(finding).not.toHaveProperty('cause');
    expect(finding?.message).toContain('Correct the value, or the range in the catalog');
  });

  test('refuses a price of zero whatever the range says, unless the desk allows it', () => {
    const series = market(0, { range: [-100, 20000] });
    expect(codes(found(series))).toContain('E_DATA_RANGE');
    const allowed = snapshotOf({ week: WEEK, series: [series] });
    allowed.desk.data.allowNegative.push('cu_lme_3m');
    expect(codes(runChecks(contextOf(allowed)).findings)).not.toContain('E_DATA_RANGE');
  });

  test('looks at the history too', () => {
    const points = weekdays('2024-06-03', FRIDAY, (index) => (index === 100 ? 30_000 : 9000 + index));
    expect(codes(found({ id: 'a', range: [4000, 20000], points }))).toEqual(['E_DATA_RANGE']);
  });
});

describe('a unit slip', () => {
  test.each([
    ['x10', 10],
    ['x100', 100],
    ['x1000', 1000],
    ['x22.05', 22.0462262],
    ['x2.2046', 2.20462262],
    ['x2204.6', 2204.62262],
    ['fx', 7.18],
  ])('%s holds, up and down, and is named', (cause, factor) => {
    for (const value of [usual * factor, usual / factor]) {
      const findings = found([market(value.toPrecision(10)), rate()]);
      expect(findings).toMatchObject([{ code: 'E_CHECK_UNIT', severity: 'error', cause, date: FRIDAY }]);
    }
  });

  test('of troy ounces names both of its factors, the nearer first', () => {
    const [finding] = found(market(usual * 31.1));
    expect(finding?.cause).toBe('x31.1');
    expect(finding?.message).toMatch(/× 31\.1035 \(grams and troy ounces\), or × 32\.1507/);
  });

  test('says what was expected and what to do, in one line', () => {
    const [finding] = found(market(usual * 1000));
    expect(finding?.message).toBe(
      `"Name of cu_lme_3m" (cu_lme_3m) of 2025-06-13 is ${usual * 1000}, 1,000 times the ${usual} of 2025-06-12: ` +
        'probable unit slip: × 1,000 (kilograms and tonnes, or thousands and ones). ' +
        `Expected about ${usual.toLocaleString('en-US')} USD/t. Correct the value or its unit.`,
    );
  });

  test('of a whole week holds each of its days', () => {
    const sound = weekdays('2022-05-02', '2025-06-06', swing(9000));
    const slipped = weekdays('2025-06-09', FRIDAY, (index) => 9_000_000 + 1000 * index);
    const findings = found({ id: 'a', points: [...sound, ...slipped] });
    expect(codes(findings)).toEqual(Array.from({ length: 5 }, () => 'E_CHECK_UNIT'));
  });

  test('of a week ago still holds, with all that followed', () => {
    const sound = weekdays('2022-05-02', '2025-05-30', swing(9000));
    const slipped = weekdays('2025-06-02', FRIDAY, (index) => 9_000_000 + 1000 * index);
    expect(codes(found({ id: 'a', points: [...sound, ...slipped] }))).toHaveLength(10);
  });

  test('is over once a level has stood for four weeks: it is the level then', () => {
    const before = weekdays('2022-05-02', '2025-01-31', swing(9000));
    const after = weekdays('2025-02-03', FRIDAY, swing(90_000));
    expect(codes(found({ id: 'a', points: [...before, ...after] }))).toEqual([]);
  });

  test('in the history holds where the series came back, for ranges and charts rest on it', () => {
    const normal = swing(9000);
    const points = weekdays('2022-05-02', FRIDAY, (index) =>
      index === 700 ? Number(normal(index)) / 100 : normal(index),
    );
    const findings = found({ id: 'a', points });
    expect(findings).toMatchObject([
      { code: 'E_CHECK_UNIT', cause: 'x100', date: points[700]?.[0], where: 'data/inbox/made.csv:702' },
    ]);
  });

  test('does not drag the right values after it along', () => {
    const normal = swing(9000);
    const points = weekdays('2022-05-02', FRIDAY, (index) => normal(index));
    const wednesday = points.length - 3;
    points[wednesday] = ['2025-06-11', Number(normal(wednesday)) * 1000];
    expect(found({ id: 'a', points }).map(({ date }) => date)).toEqual(['2025-06-11']);
  });

  test('is not seen in what somebody accepted, nor in what follows it', () => {
    const sound = weekdays('2022-05-02', '2025-06-10', swing(9000));
    const series = { id: 'a', points: [...sound, ...weekdays('2025-06-11', FRIDAY, () => 90_000)] };
    const snapshot = snapshotOf({ week: WEEK, series: [series] });
    expect(runChecks(contextOf(snapshot)).findings).toHaveLength(3);
    const accept = { by: 'A', reason: 'B', expires: '2026-01-01', action: 'accept' as const };
    const answered = { ...snapshot, overrides: [{ series: 'a', date: '2025-06-11', ...accept }] };
    const { findings } = runChecks(contextOf(answered));
    expect(findings.filter(({ severity }) => severity === 'error').map(({ date }) => date)).toEqual([
      '2025-06-11',
    ]);
  });

  test('is not seen where a wild stock jumps as it has before', () => {
    const wild = weekdays('2022-05-02', '2025-06-12', (index) => (index % 50 === 0 ? 72_000 : 6000));
    const series: MadeSeries = { id: 's', kind: 'stock', unit: 't', quote: 'count', points: wild };
    expect(codes(found({ ...series, points: [...wild, [FRIDAY, 54_000]] }))).toEqual(['W_CHECK_MOVE']);
  });

  test('is seen in a wild stock where the value is no whole number of its lots', () => {
    const wild = weekdays(
      '2022-05-02',
      '2025-06-12',
      (index) => 25 * (index % 9 === 0 ? 21 : 400 + (index % 2)),
    );
    const last = Number(wild.at(-1)?.[1]);
    const series: MadeSeries = { id: 's', kind: 'stock', unit: 't', quote: 'count' };
    const onFriday = (value: number) =>
      found({ ...series, points: [...wild, [FRIDAY, value]] }).filter(({ date }) => date === FRIDAY);
    const factor = 22.0462262;
    expect(onFriday(last * factor * 0.85)).toMatchObject([{ code: 'E_CHECK_UNIT', cause: 'x22.05' }]);
    // As many, but whole lots: it may as well be one of its jumps.
    expect(codes(onFriday(25 * Math.round((last * factor) / 25)))).toEqual(['W_CHECK_MOVE']);
  });

  test('of a fee that may be negative is judged by difference', () => {
    const fee = (friday: number): MadeSeries => ({
      id: 'f',
      kind: 'fee',
      change: 'abs',
      warnMove: 8,
      range: [-10_000, 10_000],
      points: [...weekdays('2023-01-02', '2025-06-12', (index) => -44 + (index % 5)), [FRIDAY, friday]],
    });
    expect(found(fee(-4300))).toMatchObject([{ code: 'E_CHECK_UNIT', cause: 'x100' }]);
    expect(codes(found(fee(-44.75)))).toEqual([]);
    expect(codes(found(fee(3)))).toEqual(['W_CHECK_MOVE']);
  });

  test('is not seen against made-up history', () => {
    const made = weekdays('2022-05-02', '2025-06-12', (index) => Number(swing(9000)(index)));
    const points = made.map(([date, value]) => [date, value, 'illustrative'] as const);
    expect(codes(found({ id: 'a', points: [...points, [FRIDAY, 90_000]] }))).toEqual([]);
  });
});

describe('another basis', () => {
  test.each([
    ['vat', 1.13],
    ['vat', 1 / 1.13],
    ['x0.907', 0.907],
    ['x0.907', 1 / 0.907],
  ])('%s warns with its name at a ratio of %f', (cause, factor) => {
    expect(found(market(usual * factor))).toMatchObject([
      { code: 'W_CHECK_UNIT', severity: 'warning', cause },
    ]);
  });

  test('is no explanation where the market moves like that itself', () => {
    const points = weekdays('2022-05-02', '2025-06-12', (index) => 9000 + 1500 * (index % 2));
    expect(codes(found({ id: 'a', warnMove: 90, points: [...points, [FRIDAY, 10_200]] }))).toEqual([]);
  });
});

describe('swapped digits', () => {
  test('warn and are put right in the message', () => {
    const series = market('5918.4', {}, 9500);
    const thursday = thursdayOf(series);
    expect(Math.round(thursday / 100)).toBeGreaterThan(90);
    const [finding] = found(series);
    expect(finding).toMatchObject({ code: 'W_CHECK_DIGITS', cause: 'digits' });
    expect(finding?.message).toContain('with two digits swapped it would be 9518.4');
  });

  test('are not seen in a move that a swap would not undo', () => {
    expect(codes(found(market('7000.0')))).toEqual(['W_CHECK_MOVE']);
  });
});

describe('a value of another series', () => {
  const other = (friday: string): MadeSeries => market(friday, { id: 'zn_lme_3m', metal: 'zinc' }, 2600);

  test('is named', () => {
    const findings = found([market('2613.5'), other('2613.5')]);
    expect(findings).toMatchObject([{ code: 'W_CHECK_MOVE', cause: 'series', series: 'cu_lme_3m' }]);
    expect(findings[0]?.message).toContain('looks like zn_lme_3m');
  });

  test('is a move like others where no series has that number', () => {
    const findings = found([market('2613.5'), other('2598')]);
    expect(findings).toMatchObject([{ code: 'W_CHECK_MOVE', cause: 'move', series: 'cu_lme_3m' }]);
  });
});

describe("a week's move", () => {
  test('beyond three standard deviations of its own history warns', () => {
    const [finding] = found(market(usual * 1.2));
    expect(finding).toMatchObject({ code: 'W_CHECK_MOVE', severity: 'warning', cause: 'move', date: FRIDAY });
    expect(finding?.message).toMatch(/\(\+\d+\.\d %\), [\d.]+ standard deviations of its own weeks\./);
  });

  test("above the catalog's flag warns where there is no history yet", () => {
    const short = (friday: number): MadeSeries => ({
      id: 'a',
      warnMove: 6,
      points: [
        ['2025-06-05', 9000],
        ['2025-06-06', 9010],
        [FRIDAY, friday],
      ],
    });
    expect(codes(found(short(9400)))).toEqual([]);
    const [finding] = found(short(12_500));
    expect(finding?.code).toBe('W_CHECK_MOVE');
    expect(finding?.message).toContain("above the catalog's flag of 6");
  });

  test('is counted in basis points where the series is', () => {
    const yielding = (friday: number): MadeSeries => ({
      id: 'r',
      kind: 'rate',
      unit: '%',
      change: 'bp',
      warnMove: 25,
      points: [
        ['2025-06-06', 2.05],
        [FRIDAY, friday],
      ],
    });
    expect(codes(found(yielding(2.25)))).toEqual([]);
    const [finding] = found(yielding(2.35));
    expect(finding?.message).toContain("(+30 bp), above the catalog's flag of 25");
  });

  test('of a series that stands still most weeks is judged by the weeks in which it moves', () => {
    const steps = (index: number) => 100_000 + 1000 * Math.floor(index / 15);
    const points = weekdays('2022-05-02', '2025-06-12', steps);
    const last = Number(points.at(-1)?.[1]);
    const series = { id: 'a', warnMove: 9, points };
    expect(codes(found({ ...series, points: [...points, [FRIDAY, last + 1000]] }))).toEqual([]);
    expect(codes(found({ ...series, points: [...points, [FRIDAY, last + 8000]] }))).toContain('W_CHECK_MOVE');
  });
});

describe('a missing comparator', () => {
  const gap = (closed: readonly string[] = []) =>
    found(
      { id: 'a', points: [...weekdays('2024-06-03', '2025-05-30', swing(9000)), [FRIDAY, 9050]] },
      { closed: { lme: closed } },
    );

  test('warns where the venue was open in the week before', () => {
    const [finding] = gap().filter(({ code }) => code === 'W_CHECK_COMPARATOR');
    expect(finding).toMatchObject({ severity: 'warning', series: 'a', date: FRIDAY });
    expect(finding?.message).toContain('the last one is of 2025-05-30');
  });

  test('does not warn where it was closed all that week, nor of a series that has begun', () => {
    const closed = ['2025-06-02', '2025-06-03', '2025-06-04', '2025-06-05', '2025-06-06'];
    expect(codes(gap(closed))).not.toContain('W_CHECK_COMPARATOR');
    expect(codes(found({ id: 'a', points: [[FRIDAY, 9050]] }))).toEqual([]);
  });
});

describe('one value', () => {
  test('is spoken of once, by the rule that is most certain', () => {
    const series = market(usual * 1000, { range: [4000, 20000], warnMove: 1 });
    const onFriday = found(series).filter(({ date }) => date === FRIDAY);
    expect(codes(onFriday)).toEqual(['E_DATA_RANGE']);
  });
});

function rate(): MadeSeries {
  return {
    id: 'usdcny',
    metal: 'macro',
    kind: 'fx',
    unit: 'CNY/USD',
    points: weekdays('2025-05-01', FRIDAY, (index) => 7.18 + 0.0001 * index),
  };
}

describe('a zero', () => {
  const stock = (friday: number, before: number, gap = false): MadeSeries => ({
    id: 'cu_shfe_warrant',
    kind: 'stock',
    quote: 'count',
    unit: 't',
    range: [0, 500_000],
    points: [
      ...weekdays('2022-05-02', gap ? '2025-01-10' : '2025-06-11', (index) =>
        index === 300 ? before : 50_000 + index,
      ),
      ['2025-06-12', 50_800],
      [FRIDAY, friday],
    ],
  });

  test('where there never was one may be a missing value, also behind a gap', () => {
    for (const gap of [false, true]) {
      const findings = found(stock(0, 50_300, gap)).filter(({ code }) => code === 'W_CHECK_MOVE');
      expect(findings).toMatchObject([{ severity: 'warning', cause: 'zero', date: FRIDAY }]);
      expect(findings[0]?.message).toContain('is 0 after 50800 of 2025-06-12, and it was never 0 before');
    }
  });

  test('of a series that was at zero before is a move like any other', () => {
    expect(found(stock(0, 0)).map(({ cause }) => cause)).not.toContain('zero');
  });
});

describe('a week of old values', () => {
  const own = weekdays('2022-05-02', '2025-06-06', swing(9000));
  const again = (from: number, change: (value: string, at: number) => string = (value) => value) =>
    weekdays('2025-06-09', FRIDAY, (at) => change(String(own[own.length - from + at]?.[1]), at));

  test('under new dates is told, from whichever days it comes', () => {
    for (const from of [5, 20, 23]) {
      const findings = found({ id: 'a', points: [...own, ...again(from)] });
      expect(findings.map(({ code }) => code)).toContain('W_CHECK_REPEATED');
      const told = findings.find(({ code }) => code === 'W_CHECK_REPEATED');
      expect(told).toMatchObject({ severity: 'warning', date: FRIDAY });
      expect(told?.message).toContain(`from ${own[own.length - from]?.[0]} to `);
    }
  });

  test('with one value of its own is not', () => {
    const points = [...own, ...again(20, (value, at) => (at === 2 ? String(Number(value) + 1) : value))];
    expect(codes(found({ id: 'a', points }))).not.toContain('W_CHECK_REPEATED');
  });

  test('of a market that stands still is none', () => {
    const points = weekdays('2025-01-06', FRIDAY, () => 9000);
    expect(codes(found({ id: 'a', points }))).not.toContain('W_CHECK_REPEATED');
  });
});
