import { describe, expect, test } from 'vitest';
import { AssayError, problemLine } from '../../src/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { gate, passOrHold } from '../../src/snapshot/gate.ts';
import { screen } from '../../src/snapshot/screen.ts';
import { type Made, snapshotOf } from '../support/snapshot.ts';

const week = '2025-W24';
const today = '2025-06-15';

function screened(made: Omit<Made, 'week'>): Snapshot {
  return screen(snapshotOf({ week, ...made }), { overrides: [], today });
}

function finding(given: Partial<Finding>): Finding {
  return { code: 'W_DATA_STALE', severity: 'warning', where: 'a', message: 'old.', series: 'a', ...given };
}

test('a good week passes, as do its series and its section', () => {
  const gated = gate(
    screened({
      series: [
        {
          id: 'a',
          points: [
            ['2025-06-06', 100],
            ['2025-06-13', 101],
          ],
        },
        { id: 'b', points: [['2025-06-13', 101]] },
      ],
    }),
  );
  expect(gated).toMatchObject({
    verdict: 'pass',
    findings: [],
    series: { a: 'pass', b: 'pass' },
    sections: { bulk: 'pass' },
  });
  expect(gated.checks).toBeGreaterThanOrEqual(3);
});

test('a finding that is no error makes it a pass with notes, of its series alone', () => {
  const snapshot = screened({
    series: [
      { id: 'a', points: [['2025-06-13', 2]] },
      { id: 'b', metal: 'tin', points: [['2025-06-13', 2]] },
    ],
    findings: [finding({})],
  });
  const { metals } = snapshot;
  const minor = metals.map((metal) =>
    metal.metal === 'tin' ? { ...metal, group: 'minor' as const } : metal,
  );
  expect(gate({ ...snapshot, metals: minor })).toMatchObject({
    verdict: 'notes',
    series: { a: 'notes', b: 'pass' },
    sections: { bulk: 'notes', minor: 'pass' },
  });
});

test('an error among the findings holds it', () => {
  const snapshot = screened({
    series: [{ id: 'a', points: [['2025-06-13', 2]] }],
    findings: [finding({ code: 'E_DATA_RANGE', severity: 'error' })],
  });
  expect(gate(snapshot)).toMatchObject({
    verdict: 'hold',
    series: { a: 'hold' },
    sections: { bulk: 'hold' },
  });
  expect(() => passOrHold(snapshot, today)).toThrow(AssayError);
});

test('a week of which nothing was observed is held, and the newest week that has data is named', () => {
  const snapshot = screened({ series: [{ id: 'a', points: [['2025-05-28', 1]] }, { id: 'b' }] });
  expect(gate(snapshot).verdict).toBe('hold');
  expect(gate(snapshot).findings.map(problemLine)).toContain(
    'E_WEEK_EMPTY 2025-W24: no series has an observation from 2025-06-09 to 2025-06-14. The newest week that has data is 2025-W22.',
  );
});

test('a desk that never observed anything is held', () => {
  expect(gate(screened({ series: [{ id: 'a' }] })).findings.map(problemLine)).toEqual([
    'E_WEEK_EMPTY 2025-W24: no series has an observation from 2025-06-09 to 2025-06-14. There is none before it either.',
  ]);
});

test('a gate before which nothing was checked holds', () => {
  const points = [['2025-06-13', 2]] as const;
  for (const snapshot of [screened({ series: [] }), snapshotOf({ week, series: [{ id: 'a', points }] })]) {
    const gated = gate(snapshot);
    expect([gated.verdict, gated.checks, gated.findings.map((one) => one.code)]).toEqual([
      'hold',
      0,
      ['E_GATE_NOTHING'],
    ]);
  }
});

describe('a held value', () => {
  const sound = [
    ['2025-06-06', 100],
    ['2025-06-13', 101],
  ] as const;
  const wrong = [
    ['2025-06-06', 100],
    ['2025-06-13', 9000],
  ] as const;
  const of = (bad: string, hold: 'any' | 'core'): Snapshot => {
    const range: [number, number] = [1, 200];
    const series = ['cu_lme_3m', 'zn_lme_3m', 'usdcny'].map((id) => ({
      id,
      metal: id === 'zn_lme_3m' ? 'zinc' : id === 'usdcny' ? 'macro' : 'copper',
      range,
      points: id === bad ? wrong : sound,
    }));
    const made = snapshotOf({ week, series });
    const metals = made.metals.map((metal) =>
      metal.metal === 'copper'
        ? {
            ...metal,
            paragraph: ['cu_parity'],
            derived: [
              {
                id: 'cu_parity',
                formula: 'ratio' as const,
                of: ['cu_lme_3m', 'usdcny'],
                name: { en: 'Parity', zh: '比价' },
                unit: '1',
                decimals: { en: 2, zh: 2 },
                change: 'abs' as const,
              },
            ],
          }
        : { ...metal, core: false },
    );
    return screen({ ...made, metals, desk: { ...made.desk, gate: { hold } } }, { overrides: [], today });
  };

  test('of any series holds the edition, and the message is what would let it pass', () => {
    const error = caught(() => passOrHold(of('zn_lme_3m', 'any'), today));
    expect(error.exit).toBe('data');
    expect(error.problems.length).toBeGreaterThanOrEqual(1);
    expect(error.problems.map(problemLine).join('\n')).toContain('data/inbox/made.csv:3: ');
    for (const line of error.problems.map(problemLine)) {
      expect(line).toContain(
        ' If it is right, or must be left out, add to data/overrides.yaml (action: accept or exclude): - { series: zn_lme_3m, date: 2025-06-13, action: accept, value: 9000, by: NAME, reason: WHY, expires: 2025-09-13 }',
      );
    }
  });

  test('of a neighbor is withheld where the desk holds for core series only, and its verdict says so', () => {
    const snapshot = of('zn_lme_3m', 'core');
    expect(gate(snapshot)).toMatchObject({
      verdict: 'notes',
      series: { zn_lme_3m: 'hold', cu_lme_3m: 'pass' },
    });
    expect(passOrHold(snapshot, today).verdict).toBe('notes');
  });

  test.each(['cu_lme_3m', 'usdcny'])(
    'of %s holds in any case: a core metal’s paragraph rests on it',
    (id) => {
      expect(gate(of(id, 'core')).verdict).toBe('hold');
    },
  );

  test('that is no single value holds in any case', () => {
    const snapshot = of('none', 'core');
    const findings = [finding({ code: 'E_DATA_RANGE', severity: 'error', series: 'zn_lme_3m' })];
    expect(gate({ ...snapshot, findings }).verdict).toBe('hold');
  });
});

function caught(work: () => unknown): AssayError {
  try {
    work();
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
