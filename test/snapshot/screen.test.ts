import { describe, expect, test } from 'vitest';
import type { PlacedOverride } from '../../src/catalog/index.ts';
import { problemLine } from '../../src/errors.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { parseSnapshot, snapshotText } from '../../src/snapshot/freeze.ts';
import { gate } from '../../src/snapshot/gate.ts';
import { screen } from '../../src/snapshot/screen.ts';
import { snapshotOf, weekdays } from '../support/snapshot.ts';

const week = '2025-W24';
const today = '2025-06-15';

/** A price of a year around 100, with what Friday's value is; hard range 50 to 200. */
function priced(friday: number): Snapshot {
  const points = weekdays('2024-06-03', '2025-06-13', (index) => 100 + (index % 5));
  const range: [number, number] = [50, 200];
  return snapshotOf({
    week,
    series: [
      { id: 'cu_lme_3m', range, points: [...points.slice(0, -1), ['2025-06-13', friday]] },
      { id: 'zn_lme_3m', range, points },
    ],
  });
}

function override(given: Partial<PlacedOverride>): PlacedOverride {
  return {
    series: 'cu_lme_3m',
    date: '2025-06-13',
    action: 'accept',
    by: 'A. Chen',
    reason: 'seen on the exchange’s page',
    expires: '2025-07-31',
    where: 'data/overrides.yaml:2:3',
    ...given,
  };
}

function screened(snapshot: Snapshot, ...overrides: PlacedOverride[]): Snapshot {
  return screen(snapshot, { overrides, today });
}

function codes(snapshot: Snapshot): string[] {
  return snapshot.findings.map((one) => one.code);
}

test('a sound week is looked at and left as it is', () => {
  const result = screened(priced(103));
  expect(result.checks).toBeGreaterThan(500);
  expect(codes(result).filter((code) => code.startsWith('E_'))).toEqual([]);
  expect(result.withheld).toBeUndefined();
  expect(result.overrides).toBeUndefined();
});

test('a value that an error is about is withheld, with the likely cause, and its series alone is held', () => {
  const result = screened(priced(100_000));
  expect(result.withheld).toEqual({
    cu_lme_3m: [{ date: '2025-06-13', value: '100000', code: expect.any(String), cause: 'x1000' }],
  });
  const { verdict, series, sections } = gate(result);
  expect(verdict).toBe('hold');
  expect([series.cu_lme_3m, sections.bulk]).toEqual(['hold', 'hold']);
  expect(series.zn_lme_3m).not.toBe('hold');
});

test('all of it is in the snapshot’s file: what is read back is the same', () => {
  const result = screened(priced(100_000), override({ action: 'exclude' }));
  expect(parseSnapshot(snapshotText(result))).toEqual(result);
  expect(result.overrides).toHaveLength(1);
});

describe('an accepted value', () => {
  test('passes, and the note says who, what, until when and why', () => {
    const result = screened(priced(100_000), override({ value: 100_000 }));
    expect(result.withheld).toBeUndefined();
    expect(gate(result).verdict).toBe('notes');
    const [note] = result.findings.filter((one) => one.code === 'I_OVERRIDE_ACCEPTED');
    expect(note?.message).toMatch(
      /^cu_lme_3m: 100000 of 2025-06-13 \([A-Z_, ]+\) is accepted by "A. Chen" until 2025-07-31: "seen on the exchange’s page"\.$/,
    );
    expect(note).toMatchObject({ where: 'data/overrides.yaml:2:3', date: '2025-06-13', severity: 'note' });
    expect(result.overrides?.map(({ by }) => by)).toEqual(['A. Chen']);
    expect(JSON.stringify(result.overrides)).not.toContain('overrides.yaml');
  });

  test.each([100_000.5, 1000])('covers no other value: %d', (value) => {
    const result = screened(priced(100_000), override({ value }));
    expect(gate(result).verdict).toBe('hold');
    expect(result.findings.filter((one) => one.code === 'I_OVERRIDE_UNUSED').map(problemLine)).toEqual([
      `I_OVERRIDE_UNUSED data/overrides.yaml:2:3: cu_lme_3m: accept of 2025-06-13 does nothing: it speaks of ${value}, but the value of that day is 100000 (data/inbox/made.csv:271). Expected a value to answer for; change the override or remove it.`,
    ]);
  });

  test('covers no other day and no other series', () => {
    for (const other of [{ date: '2025-06-12' }, { series: 'zn_lme_3m' }]) {
      const result = screened(priced(100_000), override({ value: 100_000, ...other }));
      expect(gate(result).verdict).toBe('hold');
      expect(codes(result)).toContain('I_OVERRIDE_UNUSED');
    }
  });

  test('to which nobody objects is noted as unused', () => {
    const result = screened(priced(103), override({ value: 103 }));
    expect(codes(result)).toContain('I_OVERRIDE_UNUSED');
    expect(result.overrides).toBeUndefined();
  });

  test('is the same number however it is written', () => {
    const snapshot = priced(100_000);
    const own = snapshot.series.cu_lme_3m;
    if (own === undefined) throw new Error('no series');
    const values = [...own.values.slice(0, -1), '100000.00'];
    const result = screened(
      { ...snapshot, series: { ...snapshot.series, cu_lme_3m: { ...own, values } } },
      override({ value: 1e5 }),
    );
    expect(gate(result).verdict).toBe('notes');
  });
});

test('a converted value of more digits than YAML reads is covered by the line that is proposed for it', () => {
  const long = '100000.123456789012345678901234';
  const snapshot = priced(100_000);
  const own = snapshot.series.cu_lme_3m;
  if (own === undefined) throw new Error('no series');
  const values = [...own.values.slice(0, -1), long];
  const series = { ...snapshot.series, cu_lme_3m: { ...own, values } };
  const result = screened({ ...snapshot, series }, override({ value: Number(long) }));
  expect(gate(result).verdict).toBe('notes');
});

describe('an excluded value', () => {
  test('is withheld with name and reason, and nothing is said against it any more', () => {
    const result = screened(priced(100_000), override({ action: 'exclude' }));
    expect(result.withheld?.cu_lme_3m).toEqual([
      {
        date: '2025-06-13',
        value: '100000',
        code: 'OVERRIDE',
        by: 'A. Chen',
        reason: 'seen on the exchange’s page',
      },
    ]);
    expect(codes(result).filter((code) => code.startsWith('E_'))).toEqual([]);
    expect(codes(result)).toContain('I_OVERRIDE_EXCLUDED');
    expect(gate(result).verdict).toBe('notes');
  });

  test('is no neighbor that others are compared with', () => {
    const points = weekdays('2024-06-03', '2025-06-13', (index) => 100 + (index % 5)).map(
      ([date, value]) => [date, date >= '2025-06-02' && date <= '2025-06-06' ? 150 : value] as const,
    );
    const snapshot = snapshotOf({ week, series: [{ id: 'cu_lme_3m', points }] });
    const told = (result: Snapshot): string[] =>
      result.findings.filter((one) => one.date === '2025-06-13').map((one) => one.code);
    expect(told(screened(snapshot))).toContain('W_CHECK_MOVE');
    const days = ['2025-06-02', '2025-06-03', '2025-06-04', '2025-06-05', '2025-06-06'];
    const without = days.map((date) => override({ action: 'exclude', date }));
    expect(told(screened(snapshot, ...without))).not.toContain('W_CHECK_MOVE');
  });

  test('that is named may be named with its value: another one that came since stays', () => {
    const result = screened(priced(103), override({ action: 'exclude', value: 100_000 }));
    expect(result.withheld).toBeUndefined();
    expect(codes(result)).toContain('I_OVERRIDE_UNUSED');
  });
});

describe('an override that has ended', () => {
  const ended = override({ value: 100_000, expires: '2025-06-14' });

  test('does nothing and says so loudly: who, when, why, and what to do', () => {
    const result = screened(priced(100_000), ended);
    expect(gate(result).verdict).toBe('hold');
    expect(result.findings.filter((one) => one.code === 'W_OVERRIDE_EXPIRED').map(problemLine)).toEqual([
      'W_OVERRIDE_EXPIRED data/overrides.yaml:2:3: cu_lme_3m: accept of 2025-06-13 by "A. Chen" ended on 2025-06-14 and no longer counts ("seen on the exchange’s page"). Its value is checked again. Correct the value, set a later day, or remove the override.',
    ]);
  });

  test('counts on its last day, judged by the day of the build and not of the week', () => {
    const { withheld } = screen(priced(100_000), { overrides: [ended], today: '2025-06-14' });
    expect(withheld).toBeUndefined();
    const late = screen(priced(100_000), { overrides: [override({ value: 100_000 })], today: '2026-06-14' });
    expect(late.withheld?.cu_lme_3m).toHaveLength(1);
  });
});

test('an override for more than a year ahead is warned of', () => {
  const result = screened(priced(100_000), override({ value: 100_000, expires: '2030-01-01' }));
  expect(codes(result)).toContain('W_OVERRIDE_LONG');
  expect(codes(screened(priced(100_000), override({ value: 100_000, expires: '2026-06-15' })))).not.toContain(
    'W_OVERRIDE_LONG',
  );
});

test('overrides of days that the week does not reach say nothing', () => {
  for (const date of ['2025-06-20', '2019-06-13']) {
    const result = screened(priced(103), override({ action: 'exclude', date, expires: '2025-01-01' }));
    expect(codes(result).filter((code) => code.includes('OVERRIDE'))).toEqual([]);
  }
});
