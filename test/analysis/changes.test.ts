import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../src/analysis/changes.ts';
import { analyze } from '../../src/analysis/index.ts';
import type { Span } from '../../src/model/analysis.ts';
import { decimal } from '../../src/units/decimal.ts';
import { fridays, type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';

const WEEK = '2025-W24';

function one(series: Partial<MadeSeries>, week = WEEK, closed = {}) {
  const snapshot = snapshotOf({ week, series: [{ id: 'x', ...series }], closed });
  const analysis = analyze(snapshot);
  const made = analysis.series.get('x');
  if (!made) throw new Error('no series x');
  return { analysis, series: made };
}

/** What is said of a span: the value to four digits and both dates, or the reason. */
function said(made: ReturnType<typeof one>, span: Span) {
  const change = made.series.changes[span];
  if (!change) return made.series.noChange[span];
  return `${Number(change.value).toFixed(4)} ${change.kind} ${change.from.date} ${change.to.date}`;
}

describe('the week change', () => {
  it.each([
    ['LME copper', 9670.5, 9647.5, '-0.2378'],
    ['SHFE copper', 78930, 78010, '-1.1656'],
    ['COMEX gold', 3346.8, 3452.6, '3.1612'],
    ['LME aluminum', 2451.5, 2503, '2.1008'],
    ['LME nickel', 15490, 15100, '-2.5178'],
  ])('of %s is what the desk printed, before rounding', (_name, before, now, pct) => {
    expect(said(one({ points: fridays(WEEK, [before, now]) }), 'week')).toBe(
      `${pct} pct 2025-06-06 2025-06-13`,
    );
  });

  it('of an operating rate is in points, of a yield in basis points, of a premium in its own unit', () => {
    const rate = one({ kind: 'oprate', unit: '%', change: 'pp', points: fridays(WEEK, [61.3, 60.9]) });
    expect(said(rate, 'week')).toBe('-0.4000 pp 2025-06-06 2025-06-13');
    const yields = one({ kind: 'rate', unit: '%', change: 'bp', points: fridays(WEEK, ['2.13', '2.05']) });
    expect(yields.series.changes.week?.value).toBe('-8');
    const fee = one({
      kind: 'fee',
      unit: 'USD/dmt',
      change: 'abs',
      frequency: 'weekly',
      points: fridays(WEEK, ['-43.29', '-44.75']),
    });
    expect(fee.series.changes.week?.value).toBe('-1.46');
    expect(fee.analysis.figures.get('x.week')?.unit).toBe('USD/dmt');
    expect(fee.analysis.figures.get('x.week')?.against).toBe('2025-06-06');
  });

  it('is a figure with the places of both readings', () => {
    const { analysis, series } = one({ points: fridays(WEEK, [9670.5, 9647.5]) });
    expect(series.changes.week?.figure).toBe('x.week');
    expect(analysis.figures.get('x.week')).toEqual({
      id: 'x.week',
      series: 'x',
      metric: 'week',
      value: '-0.237836719921',
      unit: '%',
      asOf: '2025-06-13',
      against: '2025-06-06',
      source: 'LME',
      places: [
        { file: 'data/inbox/made.csv', row: 3 },
        { file: 'data/inbox/made.csv', row: 2 },
      ],
      illustrative: false,
      check: 'passed',
    });
    expect(analysis.figures.get('x.last')?.value).toBe('9647.5');
  });

  it('takes an earlier day of the week before where the last session has no quotation, but no earlier week', () => {
    const earlier = one({
      points: [
        ['2025-06-04', 100],
        ['2025-06-13', 101],
      ],
    });
    expect(said(earlier, 'week')).toBe('1.0000 pct 2025-06-04 2025-06-13');
    const older = one({
      points: [
        ['2025-05-30', 100],
        ['2025-06-13', 101],
      ],
    });
    expect(said(older, 'week')).toBe('no-comparator');
  });

  it('compares the last sessions of the venue when Friday was a holiday', () => {
    const made = one(
      {
        points: [
          ['2025-04-11', 100],
          ['2025-04-17', 103],
        ],
      },
      '2025-W16',
      { lme: ['2025-04-18'] },
    );
    expect(said(made, 'week')).toBe('3.0000 pct 2025-04-11 2025-04-17');
    const after = one(
      {
        points: [
          ['2025-04-17', 100],
          ['2025-04-25', 98],
        ],
      },
      '2025-W17',
      { lme: ['2025-04-18', '2025-04-21'] },
    );
    expect(said(after, 'week')).toBe('-2.0000 pct 2025-04-17 2025-04-25');
  });

  it('is "closed", not zero, in Golden Week and in the week after it', () => {
    const closed = {
      shfe: ['2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06', '2025-10-07', '2025-10-08'],
    };
    const spring = { shfe: [28, 29, 30, 31].map((d) => `2025-01-${d}`).concat(['2025-02-03', '2025-02-04']) };
    const shfe = (points: MadeSeries['points']) => ({ venue: 'shfe', ...(points && { points }) });
    // 2024: 1 to 7 October closed, a whole week (30 September, a Monday, traded): nothing is closed by the calendar.
    const newYear = {
      shfe: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23'],
    };
    const during = one(shfe(weekdays('2026-01-05', '2026-02-13', (n) => 100 + n)), '2026-W08', newYear);
    expect(said(during, 'week')).toBe('closed');
    expect(during.series.freshness).toBe('closed');
    expect(during.series.last?.date).toBe('2026-02-13');
    const points = [
      ...weekdays('2026-01-05', '2026-02-13', (n) => 100 + n),
      ...weekdays('2026-02-24', '2026-02-27', (n) => 140 + n),
    ];
    const after = one(shfe(points), '2026-W09', newYear);
    expect(said(after, 'week')).toBe('closed');
    expect(after.series.freshness).toBe('fresh');
    expect(after.series.changes['four-weeks']?.from.date).toBe('2026-01-30');
    const partly = one(
      shfe([
        ['2025-09-30', 100],
        ['2025-10-10', 102],
      ]),
      '2025-W41',
      closed,
    );
    expect(said(partly, 'week')).toBe('2.0000 pct 2025-09-30 2025-10-10');
    const springWeek = one(
      shfe([
        ['2025-01-27', 100],
        ['2025-02-07', 101],
      ]),
      '2025-W06',
      spring,
    );
    expect(said(springWeek, 'week')).toBe('1.0000 pct 2025-01-27 2025-02-07');
  });

  it('is absent without an observation in the week, and never said of monthly series', () => {
    expect(said(one({ points: [['2025-06-06', 100]] }), 'week')).toBe('no-observation');
    const monthly = one({ frequency: 'monthly', points: [['2025-05-31', 100]] });
    expect([said(monthly, 'week'), said(monthly, 'four-weeks')]).toEqual(['not-weekly', 'not-weekly']);
  });

  it('of a weekly series goes from its last day in one week to its last day in the other', () => {
    const made = one({
      frequency: 'weekly',
      points: [
        ['2025-06-05', 800],
        ['2025-06-12', 820],
      ],
    });
    expect(said(made, 'week')).toBe('2.5000 pct 2025-06-05 2025-06-12');
    expect(said(made, 'previous')).toBe('2.5000 pct 2025-06-05 2025-06-12');
  });

  it('leaves out what came after Saturday', () => {
    const made = one({
      points: [
        ['2025-06-06', 100],
        ['2025-06-13', 101],
        ['2025-06-15', 150],
      ],
    });
    expect(said(made, 'week')).toBe('1.0000 pct 2025-06-06 2025-06-13');
    expect(made.series.last?.value).toBe('101');
  });

  it('does not start from a weekend quotation, dated after the last session of the week before', () => {
    const made = one({
      points: [
        ['2025-06-06', 100],
        ['2025-06-07', 200],
        ['2025-06-13', 110],
      ],
    });
    expect(said(made, 'week')).toBe('10.0000 pct 2025-06-06 2025-06-13');
  });

  it('is illustrative when either reading is', () => {
    for (const [before, now] of [
      ['illustrative', 'traded'],
      ['traded', 'illustrative'],
    ] as const) {
      const made = one({
        points: [
          ['2025-06-06', 100, before],
          ['2025-06-13', 110, now],
        ],
      });
      expect(made.series.changes.week?.illustrative).toBe(true);
      expect(made.analysis.figures.get('x.week')?.illustrative).toBe(true);
      expect(made.series.last?.illustrative).toBe(now === 'illustrative');
    }
  });

  it('ignores values that are no quotation', () => {
    const made = one({
      points: [
        ['2025-06-06', 100],
        ['2025-06-12', 101],
        ['2025-06-13', 101, 'holiday'],
      ],
    });
    expect(made.series.last?.date).toBe('2025-06-12');
  });
});

describe('other spans', () => {
  it('compare a monthly forecast dated at the end of the month with the month before', () => {
    const made = one({
      kind: 'oprate',
      unit: '%',
      change: 'pp',
      frequency: 'monthly',
      points: [
        ['2024-06-30', '60.00'],
        ['2024-12-31', '55.00'],
        ['2025-03-31', '58.06'],
        ['2025-05-31', '52.99'],
        ['2025-06-30', '54.56', 'provisional'],
        ['2025-07-31', '70.00', 'provisional'],
      ],
    });
    expect(made.series.last?.value).toBe('54.56');
    expect(made.series.freshness).toBe('fresh');
    expect(said(made, 'previous')).toBe('1.5700 pp 2025-05-31 2025-06-30');
    expect(said(made, 'quarter')).toBe('-3.5000 pp 2025-03-31 2025-06-30');
    expect(said(made, 'ytd')).toBe('-0.4400 pp 2024-12-31 2025-06-30');
    expect(said(made, 'year')).toBe('-5.4400 pp 2024-06-30 2025-06-30');
  });

  it('compare a stock with Monday and with the observation before', () => {
    const made = one({
      kind: 'stock',
      unit: 't',
      frequency: 'twice-weekly',
      points: [
        ['2025-06-05', '148000'],
        ['2025-06-09', '149500'],
        ['2025-06-12', '144800'],
      ],
    });
    expect(said(made, 'since-monday')).toBe('-3.1438 pct 2025-06-09 2025-06-12');
    expect(said(made, 'previous')).toBe('-3.1438 pct 2025-06-09 2025-06-12');
    expect(said(made, 'week')).toBe('-2.1622 pct 2025-06-05 2025-06-12');
    const mondayOnly = one({
      kind: 'stock',
      frequency: 'twice-weekly',
      points: [
        ['2025-06-05', 1],
        ['2025-06-09', 2],
      ],
    });
    expect(said(mondayOnly, 'since-monday')).toBe('no-comparator');
    expect(said(one({ points: fridays(WEEK, [1, 2]) }), 'since-monday')).toBeUndefined();
  });

  it('start from the last sessions of the fourth week back, the quarter, the year, and 364 days before', () => {
    const made = one({ points: weekdays('2024-05-01', '2025-06-13', (n) => 1000 + n) });
    expect(
      ['four-weeks', 'quarter', 'ytd', 'year'].map((span) => made.series.changes[span as Span]?.from.date),
    ).toEqual(['2025-05-16', '2025-03-31', '2024-12-31', '2024-06-14']);
  });

  it('have no comparator when the nearest reading is older than ten days', () => {
    const near = one({
      points: [
        ['2025-05-06', 100],
        ['2025-06-13', 110],
      ],
    });
    expect(said(near, 'four-weeks')).toBe('10.0000 pct 2025-05-06 2025-06-13');
    const far = one({
      points: [
        ['2025-05-05', 100],
        ['2025-06-13', 110],
      ],
    });
    expect(said(far, 'four-weeks')).toBe('no-comparator');
    expect(said(far, 'year')).toBe('no-comparator');
  });

  it('do not say four weeks of a series that is three weeks and late', () => {
    const late = one({
      frequency: 'weekly',
      points: [
        ['2025-03-28', 90],
        ['2025-05-16', 100],
        ['2025-06-06', 110],
      ],
    });
    expect(late.series.freshness).toBe('late');
    expect(said(late, 'four-weeks')).toBe('no-observation');
    expect(said(late, 'quarter')).toBe('22.2222 pct 2025-03-28 2025-06-06');
  });

  it('say nothing of a stale series', () => {
    const stale = one({ points: weekdays('2024-05-01', '2025-05-30', (n) => 1000 + n) });
    expect(stale.series.freshness).toBe('stale');
    expect(Object.keys(stale.series.changes)).toEqual([]);
    expect(said(stale, 'ytd')).toBe('no-observation');
    expect(stale.series.range52).toBeUndefined();
  });
});

describe('a change', () => {
  const value = fc.tuple(fc.integer({ min: -9_000_000, max: 9_000_000 }), fc.integer({ min: 0, max: 4 }));
  const text = value.map(([digits, places]) =>
    decimal(String(digits))
      .div(10 ** places)
      .toFixed(),
  );

  it('leads from the old value to the new one, whatever its kind', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('pct', 'abs', 'pp', 'bp'), (from, to, kind) => {
        const change = difference(kind, decimal(from), decimal(to));
        const moved = decimal(to).minus(from);
        expect(change.value).toMatch(/^-?\d+(\.\d*[1-9])?$/);
        expect(Math.sign(Number(change.value))).toBe(Math.sign(moved.toNumber()));
        if (change.kind === 'pct') {
          const reached = decimal(change.value).div(100).plus(1).times(from);
          expect(
            reached
              .minus(to)
              .abs()
              .lte(decimal(to).abs().plus(decimal(from)).times('0.0000000001')),
          ).toBe(true);
        } else if (change.kind === 'bp') expect(decimal(change.value).div(100).eq(moved)).toBe(true);
        else expect(decimal(change.value).eq(moved)).toBe(true);
      }),
    );
  });

  it('of a value that was nothing or negative is absolute', () => {
    expect(difference('pct', decimal('0'), decimal('250'))).toEqual({ kind: 'abs', value: '250' });
    expect(difference('pct', decimal('-5'), decimal('5'))).toEqual({ kind: 'abs', value: '10' });
  });
});
