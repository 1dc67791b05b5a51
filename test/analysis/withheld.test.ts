import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import type { Withheld } from '../../src/model/override.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { fridays, type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';

const WEEK = '2025-W24';
const FRIDAY = '2025-06-13';

function withheld(value: string, date = FRIDAY): Withheld {
  return { date, value, code: 'E_CHECK_UNIT', cause: 'x10' };
}

function made(series: readonly MadeSeries[], out: Snapshot['withheld']): Snapshot {
  const ratio = {
    id: 'ratio',
    formula: 'ratio' as const,
    of: ['a', 'b'],
    name: { en: 'Ratio', zh: '比值' },
    unit: '1',
    decimals: { en: 3, zh: 3 },
    change: 'abs' as const,
  };
  return { ...snapshotOf({ week: WEEK, series, derived: [ratio] }), withheld: out };
}

const daily = weekdays('2024-01-01', FRIDAY, (index) => 100 + (index % 9));
const both = [
  { id: 'a', points: daily },
  { id: 'b', points: daily },
];

describe('a series whose value of the week is withheld', () => {
  const analysis = analyze(made(both, { a: [withheld('104')] }));
  const one = analysis.series.get('a');

  test('has no figure, no change and no point of the week, but its history', () => {
    expect(one).toMatchObject({
      freshness: 'withheld',
      changes: {},
      withheldBy: [{ series: 'a', withheld: { value: '104' } }],
    });
    expect(one?.last).toBeUndefined();
    expect(one?.weekly.at(-1)?.week).toBe('2025-W23');
    expect([...analysis.figures.keys()].filter((id) => id.startsWith('a.'))).toEqual([]);
  });

  test('takes what rests on it along, and nothing else', () => {
    expect(analysis.series.get('ratio')).toMatchObject({
      freshness: 'withheld',
      withheldBy: [{ series: 'a' }],
    });
    expect(analysis.series.get('ratio')?.weekly.at(-1)?.week).toBe('2025-W23');
    expect(analysis.series.get('b')).toMatchObject({ freshness: 'fresh' });
  });

  test('is counted on its own, and is not notable', () => {
    const count = (id: string): string | undefined => analysis.figures.get(id)?.value;
    expect([count('desk.withheld'), count('desk.fresh'), count('desk.total')]).toEqual(['1', '1', '2']);
    expect(analysis.notable).toEqual(['b']);
  });
});

test('the newest value of a monthly series that is withheld is not replaced by the month before', () => {
  const points = [
    ['2025-03-31', 50],
    ['2025-04-30', 51],
    ['2025-05-31', 520],
  ] as const;
  const series = [
    { id: 'a', frequency: 'monthly' as const, points },
    { id: 'b', points: daily },
  ];
  const one = analyze(made(series, { a: [withheld('520', '2025-05-31')] })).series.get('a');
  expect(one?.freshness).toBe('withheld');
  expect(one?.weekly.map((point) => point.value)).toEqual([50, 51]);
});

describe('a comparator that is withheld', () => {
  const week = (date: string, points: MadeSeries['points'] = daily) => {
    const one = analyze(
      made(
        [
          { id: 'a', points },
          { id: 'b', points: daily },
        ],
        { a: [withheld('1', date)] },
      ),
    ).series.get('a');
    return { change: one?.changes.week?.from.date, why: one?.noChange.week };
  };

  test('leaves its change unsaid rather than measured from another day', () => {
    expect(week('2025-06-06')).toEqual({ change: undefined, why: 'withheld' });
  });

  test('of another day than the one compared with changes nothing', () => {
    expect(week('2025-06-05')).toEqual({ change: '2025-06-06', why: undefined });
    expect(week('2025-06-10')).toEqual({ change: '2025-06-06', why: undefined });
  });

  test('is told apart from one that never was', () => {
    expect(week('2025-05-30', fridays(WEEK, [1, 2]).slice(1))).toEqual({
      change: undefined,
      why: 'no-comparator',
    });
  });

  test('also of four weeks, the quarter, the year and the year before', () => {
    const points = daily;
    const at = (span: 'four-weeks' | 'quarter' | 'ytd' | 'year', date: string) =>
      analyze(
        made(
          [
            { id: 'a', points },
            { id: 'b', points },
          ],
          { a: [withheld('1', date)] },
        ),
      ).series.get('a')?.noChange[span];
    expect(at('four-weeks', '2025-05-16')).toBe('withheld');
    expect(at('quarter', '2025-03-31')).toBe('withheld');
    expect(at('ytd', '2024-12-31')).toBe('withheld');
    expect(at('year', '2024-06-14')).toBe('withheld');
  });
});

test('a sum of the week before does not take an earlier day for a part that is withheld', () => {
  const stock = { kind: 'stock', unit: 't', points: daily } as const;
  const total = {
    id: 'total',
    formula: 'sum' as const,
    of: ['a', 'b'],
    name: { en: 'Total', zh: '合计' },
    unit: 't',
    decimals: { en: 0, zh: 0 },
    change: 'pct' as const,
  };
  const snapshot = snapshotOf({
    week: WEEK,
    series: [
      { ...stock, id: 'a' },
      { ...stock, id: 'b' },
    ],
    derived: [total],
  });
  const of = (out: Snapshot['withheld']) => analyze({ ...snapshot, withheld: out }).series.get('total');
  expect(of({})?.changes.week?.from.date).toBe('2025-06-06');
  const without = of({ a: [withheld('104', '2025-06-06')] });
  expect([without?.changes.week, without?.noChange.week]).toEqual([undefined, 'withheld']);
  expect(without?.last?.date).toBe(FRIDAY);
});

test('a range of a year passes over a withheld value', () => {
  const points = weekdays('2024-01-01', FRIDAY, (index) => (index === 300 ? 9000 : 100 + (index % 9)));
  const date = points[300]?.[0] ?? '';
  const of = (out: Snapshot['withheld']) =>
    analyze(
      made(
        [
          { id: 'a', points },
          { id: 'b', points: daily },
        ],
        out,
      ),
    ).figures.get('a.high52')?.value;
  expect(of({})).toBe('9000');
  expect(of({ a: [withheld('9000', date)] })).toBe('108');
});
