import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaOf } from '../../src/analysis/formula.ts';
import { NO_HISTORY } from '../../src/analysis/history.ts';
import { analyze } from '../../src/analysis/index.ts';
import { observedSubject } from '../../src/analysis/subject.ts';
import type { DerivedSpec } from '../../src/model/catalog.ts';
import { Decimal } from '../../src/units/decimal.ts';
import { fridays, type MadeSeries, madeSpec, snapshotOf } from '../support/snapshot.ts';

const WEEK = '2025-W24';

type Made = Pick<DerivedSpec, 'formula' | 'of'> & Partial<DerivedSpec>;

function derivedSpec(spec: Made): DerivedSpec {
  return {
    id: 'd',
    name: { en: 'Derived', zh: '派生' },
    unit: '1',
    decimals: { en: 2, zh: 2 },
    change: 'abs',
    ...spec,
  };
}

function derive(spec: Made, series: readonly MadeSeries[]) {
  const analysis = analyze(snapshotOf({ week: WEEK, series, derived: [derivedSpec(spec)] }));
  const made = analysis.series.get('d');
  if (!made) throw new Error('no series d');
  return { analysis, series: made };
}

const shfe = {
  id: 'shfe',
  venue: 'shfe',
  vat: 'incl',
  unit: 'CNY/t',
  points: fridays(WEEK, [78930, 78010]),
} as const;
const lme = { id: 'lme', points: fridays(WEEK, ['9670.50', '9647.50']) } as const;

describe('derived series', () => {
  it('divide in decimals and point at the places of both parts', () => {
    const { analysis, series } = derive({ formula: 'ratio', of: ['shfe', 'lme'] }, [shfe, lme]);
    expect(series.last?.value).toBe('8.08603265095');
    expect(series.changes.week?.value).toBe('-0.07590313314');
    expect(analysis.figures.get('d.last')?.places).toHaveLength(2);
    expect(analysis.figures.get('d.week')?.places).toHaveLength(4);
    expect(series.freshness).toBe('fresh');
  });

  it('take the VAT of the day off a price that includes it, and off no other', () => {
    const fx = { id: 'fx', kind: 'fx', unit: 'CNY/USD', points: fridays(WEEK, ['7.18', '7.18']) } as const;
    const parity: Made = { formula: 'parity', of: ['shfe', 'lme'], fx: 'fx' };
    expect(Number(derive(parity, [shfe, lme, fx]).series.last?.value)).toBeCloseTo(
      78010 / (9647.5 * 7.18 * 1.13),
      10,
    );
    const exempt = { ...shfe, vat: 'exempt' } as const;
    expect(Number(derive(parity, [exempt, lme, fx]).series.last?.value)).toBeCloseTo(
      78010 / (9647.5 * 7.18),
      10,
    );
  });

  it('subtract in one unit', () => {
    const comex = { id: 'comex', unit: 'USc/lb', points: fridays(WEEK, [480, '481.5']) } as const;
    const { series } = derive({ formula: 'difference', of: ['comex', 'lme'], unit: 'USD/t' }, [comex, lme]);
    expect(Number(series.last?.value)).toBeCloseTo(481.5 * 22.046226218 - 9647.5, 4);
  });

  it('refuse parts with no fixed factor to their unit', () => {
    expect(() => derive({ formula: 'difference', of: ['shfe', 'lme'], unit: 'USD/t' }, [shfe, lme])).toThrow(
      'E_CATALOG_UNIT d: its part shfe is in "CNY/t", which has no fixed factor to "USD/t".',
    );
  });

  describe('add stocks week by week', () => {
    const stock = (id: string, points: ReadonlyArray<readonly [string, string | number]>, unit = 't') =>
      ({ id, kind: 'stock', unit, points }) as const;
    const sum: Made = { formula: 'sum', of: ['a', 'b', 'w'], unit: 't', change: 'abs' };
    const a = stock('a', [
      ['2025-06-05', 190],
      ['2025-06-06', 200],
      ['2025-06-09', 205],
      ['2025-06-13', 210],
    ]);
    const b = stock('b', [
      ['2025-06-06', 30],
      ['2025-06-10', 31],
    ]);
    const weekly = (...points: [string, string][]) =>
      ({ ...stock('w', points, 'kt'), frequency: 'weekly' }) as const;
    const both = weekly(['2025-06-06', '0.5'], ['2025-06-13', '0.45']);

    it('from the last value that each part has in the week, the change being that of the parts', () => {
      const { analysis, series } = derive(sum, [a, b, both]);
      expect(series.last).toMatchObject({ value: '691', date: '2025-06-13' });
      expect(series.weekly.map(({ date, value }) => [date, value])).toEqual([
        ['2025-06-06', 730],
        ['2025-06-13', 691],
      ]);
      // +10, +1 and −50 t.
      expect(series.changes.week).toMatchObject({ value: '-39', from: { date: '2025-06-06', value: '730' } });
      expect(series.changes).not.toHaveProperty('since-monday');
      expect(series.noChange).not.toHaveProperty('since-monday');
      expect(analysis.figures.get('d.week')?.places).toHaveLength(6);
      expect(series.freshness).toBe('fresh');
    });

    it('but not where the parts lie more than three days apart', () => {
      const early = stock('b', [
        ['2025-06-06', 30],
        ['2025-06-09', 31],
      ]);
      const { series } = derive(sum, [a, early, both]);
      expect([series.last?.date, series.freshness, series.noChange.week]).toEqual([
        '2025-06-06',
        'late',
        'no-observation',
      ]);
    });

    it('and never with a value of another week', () => {
      const { series } = derive(sum, [a, b, weekly(['2025-06-06', '0.5'])]);
      expect([series.last?.date, series.freshness]).toEqual(['2025-06-06', 'late']);
      const first = derive(sum, [a, b, weekly(['2025-06-13', '0.45'])]);
      expect([first.series.last?.value, first.series.noChange.week]).toEqual(['691', 'no-comparator']);
    });

    it('and compare with the same week a year ago, though its date is a day later', () => {
      // Good Friday: the first part's venue ends on Thursday 17 April 2025, the weekly part on Friday.
      const spring = [
        stock('a', [
          ['2024-04-12', 90],
          ['2024-04-19', 100],
          ['2025-04-17', 120],
        ]),
        weekly(['2024-04-12', '0.1'], ['2024-04-19', '0.2'], ['2025-04-18', '0.3']),
      ];
      const analysis = analyze(
        snapshotOf({
          week: '2025-W16',
          series: spring,
          derived: [derivedSpec({ ...sum, of: ['a', 'w'] })],
          closed: { lme: ['2025-04-18'] },
        }),
      );
      expect(analysis.series.get('d')?.changes.year).toMatchObject({
        value: '120',
        from: { date: '2024-04-19', value: '300' },
        to: { date: '2025-04-18', value: '420' },
      });
    });
  });

  it('have no value on days on which a part has none, and are illustrative when a part is', () => {
    const { analysis, series } = derive({ formula: 'ratio', of: ['shfe', 'lme'] }, [
      shfe,
      {
        id: 'lme',
        points: [
          ['2025-06-06', 9670, 'illustrative'],
          ['2025-06-12', 9600],
        ],
      },
    ]);
    expect(series.last).toMatchObject({ date: '2025-06-06', illustrative: true });
    expect(analysis.figures.get('d.last')?.illustrative).toBe(true);
    expect(series.freshness).toBe('stale');
    const none = derive({ formula: 'ratio', of: ['shfe', 'lme'] }, [shfe, { id: 'lme' }]);
    expect(none.series.freshness).toBe('never');
  });

  it('are monthly when all their parts are', () => {
    const monthly = (id: string, values: readonly number[]) =>
      ({
        id,
        frequency: 'monthly',
        points: ['2024-05-31', '2025-04-30', '2025-05-31'].map((date, n) => [date, values[n] ?? 0] as const),
      }) as const;
    const parts = [monthly('gold', [80, 90, 100]), monthly('silver', [1, 1, 1])];
    const { series } = derive({ formula: 'ratio', of: ['gold', 'silver'] }, parts);
    expect(series.noChange.week).toBe('not-weekly');
    expect(series.changes.previous?.value).toBe('10');
    expect(series.changes.year?.value).toBe('20');
  });

  it('come out the same in floating point and in decimals', () => {
    const price = fc.integer({ min: 1, max: 9_000_000 }).map((n) => n / 100);
    const subject = (id: string, unit: string) =>
      observedSubject('copper', madeSpec({ id, unit, vat: 'incl' }), NO_HISTORY, 'passed');
    const formulas = [
      formulaOf(derivedSpec({ formula: 'ratio', of: ['a', 'b'], scale: 1.5 }), []),
      formulaOf(derivedSpec({ formula: 'parity', of: ['a', 'b'] }), [subject('a', 'CNY/t')]),
      formulaOf(derivedSpec({ formula: 'sum', of: ['a', 'b', 'c'], unit: 't' }), [
        subject('a', 't'),
        subject('b', 'short ton'),
        subject('c', 'kt'),
      ]),
      formulaOf(derivedSpec({ formula: 'difference', of: ['a', 'b'], unit: 'USD/t' }), [
        subject('a', 'USc/lb'),
        subject('b', 'USD/t'),
      ]),
    ];
    fc.assert(
      fc.property(price, price, price, (a, b, c) => {
        for (const formula of formulas) {
          const exact = formula
            .exact(
              [a, b, c].map((n) => new Decimal(n)),
              '2018-06-01',
            )
            .toNumber();
          const size = Math.abs(exact) + a * 23 + b + 1;
          expect(Math.abs(formula.approximate([a, b, c], '2018-06-01') - exact)).toBeLessThan(size * 1e-12);
        }
      }),
    );
  });
});
