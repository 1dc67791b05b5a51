import { expect, test } from 'vitest';
import { AssayError, problemLine } from '../../src/errors.ts';
import { gate, passOrHold } from '../../src/snapshot/gate.ts';
import { snapshotOf } from '../support/snapshot.ts';

const week = '2025-W24';

test('a good week passes, and the checks are counted: one a series, one a value', () => {
  const snapshot = snapshotOf({
    week,
    series: [
      {
        id: 'a',
        points: [
          ['2025-06-06', 1],
          ['2025-06-13', 2],
        ],
      },
      { id: 'b', points: [['2025-06-13', 2]] },
    ],
  });
  expect(gate(snapshot)).toEqual({ verdict: 'pass', checks: 5, findings: [] });
});

test('a finding that is no error makes it a pass with notes', () => {
  const finding = { code: 'W_DATA_STALE', severity: 'warning' as const, where: 'a', message: 'old.' };
  const snapshot = snapshotOf({
    week,
    series: [{ id: 'a', points: [['2025-06-13', 2]] }],
    findings: [finding],
  });
  expect(gate(snapshot)).toEqual({ verdict: 'notes', checks: 2, findings: [finding] });
});

test('an error among the findings holds it', () => {
  const finding = { code: 'E_DATA_RANGE', severity: 'error' as const, where: 'a', message: 'odd.' };
  const snapshot = snapshotOf({
    week,
    series: [{ id: 'a', points: [['2025-06-13', 2]] }],
    findings: [finding],
  });
  expect(gate(snapshot).verdict).toBe('hold');
  expect(() => passOrHold(snapshot)).toThrow(AssayError);
});

test('a week of which nothing was observed is held, and the newest week that has data is named', () => {
  const snapshot = snapshotOf({ week, series: [{ id: 'a', points: [['2025-05-28', 1]] }, { id: 'b' }] });
  expect(gate(snapshot)).toMatchObject({ verdict: 'hold', checks: 3 });
  expect(gate(snapshot).findings.map(problemLine)).toEqual([
    'E_WEEK_EMPTY 2025-W24: no series has an observation from 2025-06-09 to 2025-06-14. The newest week that has data is 2025-W22.',
  ]);
});

test('a desk that never observed anything is held', () => {
  expect(gate(snapshotOf({ week, series: [{ id: 'a' }] })).findings.map(problemLine)).toEqual([
    'E_WEEK_EMPTY 2025-W24: no series has an observation from 2025-06-09 to 2025-06-14. There is none before it either.',
  ]);
});

test('a gate that saw nothing holds', () => {
  const gated = gate(snapshotOf({ week, series: [] }));
  expect([gated.verdict, gated.checks, gated.findings.map((one) => one.code)]).toEqual([
    'hold',
    0,
    ['E_GATE_NOTHING'],
  ]);
});

test('values that an earlier catalog let in and this one refuses hold it', () => {
  const points = [
    ['2025-06-06', 1],
    ['2025-06-12', 30],
    ['2025-06-13', 31],
  ] as const;
  const snapshot = snapshotOf({ week, series: [{ id: 'a', range: [1, 20], points }] });
  expect(gate(snapshot).findings.map(problemLine)).toEqual([
    'E_DATA_RANGE a: 30 of 2025-06-12 (and on 1 more day) is outside 1 to 20 USD/t, the range of "Name of a". Correct the value, or the range in the catalog.',
  ]);
});

test('a series that may be negative is not held for it', () => {
  const snapshot = snapshotOf({ week, series: [{ id: 'a', range: [1, 20], points: [['2025-06-13', -3]] }] });
  expect(gate(snapshot).verdict).toBe('hold');
  const desk = { ...snapshot.desk, data: { ...snapshot.desk.data, allowNegative: ['a'] } };
  expect(gate({ ...snapshot, desk }).verdict).toBe('pass');
});
