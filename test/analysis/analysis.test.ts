import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { dayOfNumber } from '../../src/calendar/day.ts';
import { CHANGE_KINDS, SERIES_KINDS } from '../../src/model/catalog.ts';
import { fridays, type MadeSeries, snapshotOf } from '../support/snapshot.ts';

const WEEK = '2025-W24';

describe('an analysis', () => {
  it('lists price series by how unusual their week was, then by its size, and leaves background out', () => {
    const quiet = Array.from({ length: 60 }, (_, n) => 100 + (n % 2));
    const wild = Array.from({ length: 60 }, (_, n) => 100 + (n % 2) * 20);
    const { notable } = analyze(
      snapshotOf({
        week: WEEK,
        series: [
          { id: 'wild', points: fridays(WEEK, [...wild, 110]) },
          { id: 'quiet', points: fridays(WEEK, [...quiet, 106]) },
          { id: 'short', points: fridays(WEEK, [100, 130]) },
          { id: 'shorter', points: fridays(WEEK, [100, 60]) },
          { id: 'hidden', background: true, points: fridays(WEEK, [...quiet, 120]) },
          { id: 'stock', kind: 'stock', points: fridays(WEEK, [...quiet, 150]) },
          { id: 'gone', points: [['2025-01-03', 5]] },
        ],
      }),
    );
    expect(notable).toEqual(['quiet', 'wild', 'shorter', 'short']);
  });

  it('counts its series by freshness; the background and those never seen are no part of the total', () => {
    const { counts, figures } = analyze(
      snapshotOf({
        week: WEEK,
        series: [
          { id: 'a', points: fridays(WEEK, [1]) },
          { id: 'b', points: fridays(WEEK, [1]) },
          { id: 'c', points: [['2025-01-03', 5]] },
          { id: 'd', frequency: 'monthly', points: [['2025-05-30', 5]] },
          { id: 'e' },
          { id: 'f', background: true, points: fridays(WEEK, [1]) },
        ],
        derived: [
          {
            id: 'r',
            formula: 'ratio',
            of: ['a', 'b'],
            name: { en: 'r', zh: 'r' },
            unit: '1',
            decimals: { en: 2, zh: 2 },
            change: 'abs',
          },
        ],
      }),
    );
    const read = Object.entries(counts).map(([name, id]) => [name, figures.get(id)?.value]);
    expect(Object.fromEntries(read)).toEqual({
      total: '4',
      fresh: '2',
      stale: '1',
      late: '1',
      closed: '0',
      never: '1',
      withheld: '0',
    });
  });

  it('marks the figures of a series with a warning, and the sums that rest on it', () => {
    const { figures } = analyze(
      snapshotOf({
        week: WEEK,
        series: [
          { id: 'a', points: fridays(WEEK, [1, 2]) },
          { id: 'b', points: fridays(WEEK, [1, 2]) },
        ],
        derived: [
          {
            id: 'sum',
            formula: 'sum',
            of: ['b', 'a'],
            name: { en: 'sum', zh: 'sum' },
            unit: 'USD/t',
            decimals: { en: 2, zh: 2 },
            change: 'abs',
          },
        ],
        findings: [
          { code: 'W_DATA_MOVE', severity: 'warning', where: 'a', message: 'moved', series: 'a' },
          { code: 'I_DATA_LATE', severity: 'note', where: 'b', message: 'late', series: 'b' },
        ],
      }),
    );
    expect(figures.get('a.week')?.check).toBe('warned');
    expect(figures.get('b.week')?.check).toBe('passed');
    expect(figures.get('sum.week')).toMatchObject({ check: 'warned', source: 'LME', value: '2' });
  });

  it('fails where a calendar does not reach the week', () => {
    const snapshot = snapshotOf({ week: WEEK, series: [{ id: 'a', points: fridays(WEEK, [1, 2]) }] });
    const short = snapshot.calendars.map((calendar) => ({ ...calendar, coveredThrough: '2025-06-12' }));
    expect(() => analyze({ ...snapshot, calendars: short })).toThrow(
      'E_CALENDAR_RANGE data/calendars/lme.yaml',
    );
    expect(() => analyze({ ...snapshot, calendars: [] })).toThrow('E_CATALOG_VENUE data/calendars/lme.yaml');
  });

  it('of anything at all is the same twice, and every figure is a plain decimal of a date not after its week', () => {
    const day = fc.integer({ min: Date.UTC(2022, 0, 1) / 864e5, max: Date.UTC(2025, 5, 20) / 864e5 });
    const points = fc
      .uniqueArray(fc.tuple(day, fc.integer({ min: -500, max: 50_000 })), {
        selector: (p) => p[0],
        maxLength: 200,
      })
      .map((list) => list.map(([n, value]) => [dayOfNumber(n), String(value)] as const));
    const series = fc.record({
      kind: fc.constantFrom(...SERIES_KINDS),
      change: fc.constantFrom(...CHANGE_KINDS),
      frequency: fc.constantFrom(
        'daily' as const,
        'weekly' as const,
        'twice-weekly' as const,
        'monthly' as const,
      ),
      points,
    });
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), (list) => {
        const made: MadeSeries[] = list.map((one, n) => ({ id: `s${n}`, ...one }));
        const snapshot = snapshotOf({ week: WEEK, series: made });
        const analysis = analyze(snapshot);
        expect(analyze(snapshot)).toEqual(analysis);
        expect(analysis.figures.size).toBeGreaterThan(5);
        for (const [id, figure] of analysis.figures) {
          expect(figure.id).toBe(id);
          expect(figure.value).toMatch(/^-?\d+(\.\d*[1-9])?$/);
          expect(figure.asOf <= '2025-06-14').toBe(true);
          if (figure.against !== undefined) expect(figure.against < figure.asOf).toBe(true);
          if (figure.series !== 'desk') expect(figure.places.length).toBeGreaterThan(0);
        }
        for (const one of analysis.series.values()) {
          expect(one.last === undefined).toBe(one.freshness === 'never');
          for (const change of Object.values(one.changes)) {
            expect(analysis.figures.get(change.figure)?.value).toBe(change.value);
            expect(change.from.date < change.to.date).toBe(true);
          }
          for (const span of Object.keys(one.noChange)) expect(one.changes).not.toHaveProperty(span);
        }
      }),
      { numRuns: 150 },
    );
  });
});
