import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOf, runChecks } from '../../src/checks/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';
import { FRIDAY, swing, WEEK } from './histories.ts';

/** What the week's value is multiplied by: ordinary, wild, and every slip. */
const factor = fc.oneof(
  fc.double({ min: 0.7, max: 1.4, noNaN: true }),
  fc.constantFrom(10, 0.1, 100, 0.01, 1000, 22.0462262, 31.1034768, 2204.62262, 1.13, 0.907),
  fc.double({ min: 0.001, max: 1000, noNaN: true }),
);
const level = fc.double({ min: 5, max: 500_000, noNaN: true });

function series(id: string, of: number, last: number, scale = 1): MadeSeries {
  const normal = swing(of);
  return {
    id,
    range: [-1e15, 1e15],
    points: weekdays('2023-01-02', FRIDAY, (index) => Number(normal(index)) * scale).map(
      ([date, value]) => [date, date === FRIDAY ? Number(value) * last : value] as const,
    ),
  };
}

const verdicts = (findings: readonly Finding[]) =>
  findings.map(({ code, severity, date, series: id, cause }) => [code, severity, date, id, cause]);

const judge = (list: readonly MadeSeries[], week = WEEK) =>
  verdicts(runChecks(contextOf(snapshotOf({ week, series: list }))).findings);

describe('whatever the values are', () => {
  test('another scale of the whole history changes no verdict', () => {
    fc.assert(
      fc.property(level, factor, fc.constantFrom(2, 8, 0.25, 1024), (of, last, scale) => {
        const plain = judge([series('a', of, last)]);
        const scaled = judge([series('a', of, last, scale)]);
        // Which digits a number has changes with its scale; and where they speak the move does not.
        const without = (all: typeof plain) =>
          all.filter(([code]) => code !== 'W_CHECK_DIGITS' && code !== 'W_CHECK_MOVE');
        expect(without(scaled)).toEqual(without(plain));
      }),
      { numRuns: 60 },
    );
  });

  test('the order of the series changes no verdict', () => {
    fc.assert(
      fc.property(level, level, factor, factor, (a, b, lastA, lastB) => {
        const [one, two] = [series('a', a, lastA), series('b', b, lastB)];
        const sorted = (list: MadeSeries[]) => judge(list).map(String).sort();
        expect(sorted([two, one])).toEqual(sorted([one, two]));
      }),
      { numRuns: 40 },
    );
  });

  test('values after the week change no verdict of the week', () => {
    fc.assert(
      fc.property(level, factor, factor, (of, last, later) => {
        const own = series('a', of, last);
        const future = weekdays('2025-06-16', '2025-07-11', (index) => of * later * (1 + index / 100));
        const extended = { ...own, points: [...(own.points ?? []), ...future] };
        expect(judge([extended])).toEqual(judge([own]));
      }),
      { numRuns: 40 },
    );
  });

  test('every finding says its value, its place and what to do, in one line', () => {
    fc.assert(
      fc.property(level, factor, (of, last) => {
        const snapshot = snapshotOf({ week: WEEK, series: [series('a', of, last)] });
        for (const finding of runChecks(contextOf(snapshot)).findings) {
          expect(finding.where).toMatch(/^data\/inbox\/made\.csv:\d+$/);
          expect(finding.series).toBe('a');
          expect(finding.date).toBe(FRIDAY);
          expect(finding.cause).toBeDefined();
          expect(finding.message).not.toMatch(/[\n\r]|NaN|undefined|Infinity/);
          expect(finding.message).toMatch(/(?:Correct|Compare|compare|Expected)/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
