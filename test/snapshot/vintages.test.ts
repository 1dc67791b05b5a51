import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemLine } from '../../src/errors.ts';
import type { Vintage } from '../../src/model/observation.ts';
import { freezeWeek } from '../../src/snapshot/week.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { catalogOf, DESK, vintages } from '../support/catalog.ts';

/** What came in when: the desk's own figures on two Saturdays, a correction and a publisher's revision between. */
const IMPORTS: ReadonlyArray<{ at: string; label: string; kind?: 'source'; rows: readonly Vintage[] }> = [
  {
    at: '2025-06-07T02:00:00.000Z',
    label: 'data/inbox/W23.csv',
    rows: [...price('2025-06-06', '78930'), ...stock('2025-06-05', '132400')],
  },
  { at: '2025-06-10T02:00:00.000Z', label: 'data/inbox/fix.csv', rows: price('2025-06-06', '78390') },
  {
    at: '2025-06-11T02:00:00.000Z',
    label: 'data/inbox/release.csv',
    kind: 'source',
    rows: stock('2025-06-05', '132450'),
  },
  {
    at: '2025-06-14T02:00:00.000Z',
    label: 'data/inbox/W24.csv',
    rows: [...price('2025-06-13', '78010'), ...stock('2025-06-12', '137600')],
  },
  // Long after, the week's own close is corrected, and put back the day after: what was undone was known for a day.
  { at: '2025-07-01T02:00:00.000Z', label: 'data/inbox/wrong.csv', rows: price('2025-06-13', '87010') },
  { at: '2025-07-02T02:00:00.000Z', label: 'data/inbox/undo.csv', rows: price('2025-06-13', '78010') },
];

function price(date: string, value: string): Vintage[] {
  return vintages('cu_shfe', [[date, value]]);
}

function stock(date: string, value: string): Vintage[] {
  return vintages('cu_social', [[date, value]]);
}

describe('a week as it was known at a moment', () => {
  const catalog = catalogOf([
    { id: 'cu_shfe', unit: 'CNY/t' },
    { id: 'cu_social', kind: 'stock', frequency: 'twice-weekly', unit: 't' },
  ]);
  let store: Store;

  beforeAll(async () => {
    store = await openStore(':memory:');
    for (const [at, { at: knownAt, label, kind, rows }] of IMPORTS.entries()) {
      const file = {
        label,
        sha256: String(at).repeat(64),
        bytes: 1,
        ...(kind === undefined ? {} : { kind }),
      };
      const placed = rows.map((one) => ({ ...one, place: { file: label, row: 2 } }));
      await store.append(file, placed, knownAt);
    }
  });
  afterAll(() => store.close());

  const frozen = async (week: string, knownBy?: string) => {
    const snapshot = await freezeWeek(week, { catalog, config: DESK }, store, { knownBy });
    const { cu_shfe: copper, cu_social: stocks } = snapshot.series;
    const revised = snapshot.findings.filter((one) => one.code === 'I_DATA_REVISED');
    return {
      values: [...(copper?.values ?? []), '|', ...(stocks?.values ?? [])].join(' '),
      revised,
      snapshot,
    };
  };

  test.each([
    ['before anything was known', '2025-06-01T00:00:00.000Z', '|'],
    ['on the first Saturday', '2025-06-07T02:00:00.000Z', '78930 | 132400'],
    ['after the correction', '2025-06-10T12:00:00.000Z', '78390 | 132400'],
    ['after the release', '2025-06-12T00:00:00.000Z', '78390 | 132450'],
    ['when it was printed', '2025-06-14T04:00:00.000Z', '78390 78010 | 132450 137600'],
    ['on the day of the error', '2025-07-01T12:00:00.000Z', '78390 87010 | 132450 137600'],
    ['after it was undone', '2025-07-02T12:00:00.000Z', '78390 78010 | 132450 137600'],
  ])('%s', async (_name, knownBy, values) => {
    const found = await frozen('2025-W24', knownBy);
    expect(found.values).toBe(values);
    expect(found.snapshot.knownBy).toBe(knownBy);
  });

  test('without a moment is what is known now', async () => {
    expect((await frozen('2025-W24')).values).toBe('78390 78010 | 132450 137600');
    expect((await frozen('2025-W23')).values).toBe('78390 | 132450');
  });

  test('tells what the issue before had printed otherwise, and who changed it', async () => {
    const told = [
      'I_DATA_REVISED data/inbox/fix.csv:2: "Name of cu_shfe" of 2025-06-06 was 78930 CNY/t in the issue of 2025-W23 and is now 78390 (corrected by the desk).',
      'I_DATA_REVISED data/inbox/release.csv:2: "Name of cu_social" of 2025-06-05 was 132400 t in the issue of 2025-W23 and is now 132450 (revised by its source).',
    ];
    const { revised } = await frozen('2025-W24');
    expect(revised.map(problemLine)).toEqual(told);
    expect(revised.map((one) => [one.severity, one.series, one.date, one.cause])).toEqual([
      ['note', 'cu_shfe', '2025-06-06', 'correction'],
      ['note', 'cu_social', '2025-06-05', 'source'],
    ]);
    // Seen between the two, only the first had happened.
    expect((await frozen('2025-W24', '2025-06-10T12:00:00.000Z')).revised.map(problemLine)).toEqual([
      told[0],
    ]);
  });

  test('knows what an issue had printed that came out after its cutoff', async () => {
    const publishedAt = async (week: string) =>
      week === '2025-W23' ? '2025-06-11T00:00:00.000Z' : undefined;
    const { findings } = await freezeWeek('2025-W24', { catalog, config: DESK }, store, { publishedAt });
    const revised = findings.filter((one) => one.code === 'I_DATA_REVISED');
    expect(revised.map((one) => one.series)).toEqual(['cu_social']);
  });

  test('has nothing to tell in the week itself, nor where an error came and went', async () => {
    expect((await frozen('2025-W23')).revised).toEqual([]);
    expect((await frozen('2025-W25')).revised).toEqual([]);
    expect((await frozen('2025-W25', '2025-07-01T12:00:00.000Z')).revised.map((one) => one.date)).toEqual([
      '2025-06-13',
    ]);
  });

  test('has nothing to tell where all was imported at once', async () => {
    const late = await openStore(':memory:');
    const all = new Map(IMPORTS.flatMap(({ rows }) => rows).map((one) => [`${one.series} ${one.date}`, one]));
    const file = { label: 'data/inbox/all.csv', sha256: 'a'.repeat(64), bytes: 1 };
    await late.append(file, [...all.values()], '2026-11-22T00:00:00.000Z');
    const { findings } = await freezeWeek('2025-W24', { catalog, config: DESK }, late);
    await late.close();
    expect(all.size).toBe(4);
    expect(findings.map((one) => one.code)).toEqual([]);
  });
});
