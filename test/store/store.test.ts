import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { openStore, openStoreAsIs, type Store } from '../../src/store/index.ts';
import { temporaryDesk } from '../support/desk.ts';

const A = { label: 'data/inbox/a.csv', sha256: 'a'.repeat(64), bytes: 10 };
const B = { label: 'data/inbox/b.csv', sha256: 'b'.repeat(64), bytes: 20 };
const MONDAY = '2025-06-09T02:00:00.000Z';
const SATURDAY = '2025-06-14T02:00:00.000Z';

function observed(
  series: string,
  date: string,
  value: string,
  given: Partial<Observation> = {},
): Observation {
  return { series, date, value, status: 'traded', place: { file: A.label, row: 2, column: 3 }, ...given };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

async function fileStore(): Promise<{ file: string; open: () => Promise<Store> }> {
  const desk = await temporaryDesk({});
  const file = join(desk, 'data/assay.db');
  const open = async () => {
    const store = await openStore(file);
    onTestFinished(() => store.close());
    return store;
  };
  return { file, open };
}

describe('append', () => {
  test('what is new is added, the same again is no news, another value or status is a revision', async () => {
    const store = await openStore(':memory:');
    const first = [observed('cu', '2025-06-06', '9670.5'), observed('cu', '2025-06-13', '9647.5')];
    expect(await store.append(A, first, MONDAY)).toEqual({ added: 2, same: 0, revised: 0 });
    const second = [
      observed('cu', '2025-06-06', '9670.5'),
      observed('cu', '2025-06-13', '9650'),
      observed('al', '2025-06-13', '2503'),
    ];
    expect(await store.append(B, second, SATURDAY)).toEqual({ added: 1, same: 1, revised: 1 });
    const third = [observed('cu', '2025-06-13', '9650', { status: 'provisional' })];
    expect(await store.append({ ...B, sha256: 'c'.repeat(64) }, third, SATURDAY)).toEqual({
      added: 0,
      same: 0,
      revised: 1,
    });
    expect(
      (await store.observations()).map(({ series, date, value, status }) => [series, date, value, status]),
    ).toEqual([
      ['al', '2025-06-13', '2503', 'traded'],
      ['cu', '2025-06-06', '9670.5', 'traded'],
      ['cu', '2025-06-13', '9650', 'provisional'],
    ]);
  });

  test('a value that goes back to what it was is a third vintage', async () => {
    const store = await openStore(':memory:');
    for (const value of ['1', '2', '1']) await store.append(A, [observed('cu', '2025-06-13', value)], MONDAY);
    expect((await store.revisions('cu')).map((one) => one.value)).toEqual(['1', '2', '1']);
  });

  test('places, hashes and moments come back', async () => {
    const store = await openStore(':memory:');
    await store.append(A, [observed('cu', '2025-06-13', '1')], MONDAY);
    await store.append(
      B,
      [observed('cu', '2025-06-12', '2', { place: { file: B.label, row: 7 } })],
      SATURDAY,
    );
    expect(await store.observations()).toEqual([
      {
        ...observed('cu', '2025-06-12', '2', { place: { file: B.label, row: 7 } }),
        knownAt: SATURDAY,
        sha256: B.sha256,
        vintage: 1,
      },
      { ...observed('cu', '2025-06-13', '1'), knownAt: MONDAY, sha256: A.sha256, vintage: 1 },
    ]);
  });

  test('one bad row and nothing of the file is kept', async () => {
    const { open } = await fileStore();
    const store = await open();
    const rows = Array.from({ length: 500 }, (_, at) => observed('cu', dayAfter('2020-01-01', at), '1'));
    await expect(store.append(A, [...rows, observed('cu', 'x', '1')], MONDAY)).rejects.toThrow('"x"');
    // The same day twice breaks the table's own rule, in the middle of the import.
    await expect(store.append(A, [...rows, ...rows], MONDAY)).rejects.toThrow();
    expect([await store.observations(), await store.imports()]).toEqual([[], []]);
    expect(await store.append(A, rows, MONDAY)).toEqual({ added: 500, same: 0, revised: 0 });
  });

  test('a file without observations is remembered too', async () => {
    const store = await openStore(':memory:');
    expect(await store.append(A, [], MONDAY)).toEqual({ added: 0, same: 0, revised: 0 });
    expect(await store.importOf(A.label, A.sha256)).toMatchObject({ added: 0, knownAt: MONDAY });
  });

  test('thousands of rows come back, each in its place', async () => {
    const store = await openStore(':memory:');
    const rows = ['b', 'a', 'c'].flatMap((series) =>
      Array.from({ length: 1234 }, (_, at) =>
        observed(series, new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10), `${at}.5`, {
          place: { file: A.label, row: at + 2 },
        }),
      ),
    );
    await store.append(A, rows, MONDAY);
    const back = await store.observations();
    const expected = rows.toSorted((a, b) => (a.series + a.date < b.series + b.date ? -1 : 1));
    expect(back.map(({ series, date, value, place }) => [series, date, value, place.row])).toEqual(
      expected.map(({ series, date, value, place }) => [series, date, value, place.row]),
    );
    expect(await store.seriesIds()).toEqual(['a', 'b', 'c']);
  });
});

describe('questions', () => {
  async function filled(): Promise<Store> {
    const store = await openStore(':memory:');
    await store.append(
      A,
      [
        observed('cu', '2025-06-06', '1'),
        observed('cu', '2025-06-13', '2'),
        observed('al', '2025-06-13', '3'),
      ],
      MONDAY,
    );
    await store.append(B, [observed('cu', '2025-06-13', '4')], SATURDAY);
    return store;
  }

  test('by series and dates, both ends included', async () => {
    const store = await filled();
    const values = async (query: Parameters<Store['observations']>[0]) =>
      (await store.observations(query)).map((one) => one.value);
    expect(await values({ series: ['cu'] })).toEqual(['1', '4']);
    expect(await values({ from: '2025-06-13' })).toEqual(['3', '4']);
    expect(await values({ to: '2025-06-06' })).toEqual(['1']);
    expect(await values({ series: [] })).toEqual([]);
  });

  test('as it was known at a moment', async () => {
    const store = await filled();
    const at = async (knownBy: string) =>
      (await store.observations({ series: ['cu'], knownBy })).map((one) => one.value);
    expect(await at('2025-06-08T00:00:00.000Z')).toEqual([]);
    expect(await at(MONDAY)).toEqual(['1', '2']);
    expect(await at(SATURDAY)).toEqual(['1', '4']);
  });

  test('the newest day up to another, forecasts left aside', async () => {
    const store = await filled();
    await store.append(B, [observed('cu', '2025-06-30', '5', { status: 'provisional' })], SATURDAY);
    expect(await store.newestDate('2025-12-31')).toBe('2025-06-13');
    expect(await store.newestDate('2025-06-12')).toBe('2025-06-06');
    expect(await store.newestDate('2025-06-05')).toBeUndefined();
  });

  test('revisions are the dates that have more than one vintage', async () => {
    const store = await filled();
    expect((await store.revisions('cu')).map(({ date, value, knownAt }) => [date, value, knownAt])).toEqual([
      ['2025-06-13', '2', MONDAY],
      ['2025-06-13', '4', SATURDAY],
    ]);
    expect(await store.revisions('al')).toEqual([]);
  });

  test('a file counts as read only while it is as it was last read', async () => {
    const store = await openStore(':memory:');
    await store.append(A, [], MONDAY);
    await store.append({ ...A, sha256: 'c'.repeat(64) }, [], SATURDAY);
    // Changed back: its values are news again, for the newest vintages are the other file's.
    expect(await store.importOf(A.label, A.sha256)).toBeUndefined();
    expect(await store.importOf(A.label, 'c'.repeat(64))).toMatchObject({ label: A.label });
    expect(await store.importOf(B.label, A.sha256)).toBeUndefined();
    expect((await store.imports()).map((one) => one.sha256[0])).toEqual(['a', 'c']);
  });
});

describe('the file', () => {
  test('keeps what was appended', async () => {
    const { open } = await fileStore();
    const first = await open();
    await first.append(A, [observed('cu', '2025-06-13', '1')], MONDAY);
    await first.close();
    expect((await (await open()).observations()).map((one) => one.value)).toEqual(['1']);
  });

  test('names no place outside the desk', async () => {
    const { file, open } = await fileStore();
    const store = await open();
    await store.append(A, [observed('cu', '2025-06-13', '1')], MONDAY);
    await store.close();
    expect((await readFile(file)).includes(Buffer.from(file))).toBe(false);
  });

  test('of a newer program is left alone', async () => {
    const { file, open } = await fileStore();
    await (await open()).close();
    const db = new Database(file);
    db.exec('update schema_version set version = 12');
    db.close();
    const message =
      'E_DB_VERSION data/assay.db: has schema 12; this program knows 2. Nothing was changed. Update the program.';
    await expect(openStore(file)).rejects.toMatchObject({ exit: 'config', message });
    await expect(openStoreAsIs(file)).rejects.toMatchObject({ exit: 'config', message });
    const after = new Database(file);
    expect(after.prepare('select version from schema_version').all()).toEqual([{ version: 12 }]);
    after.close();
  });

  test('that is no database, or a damaged one, is said to be', async () => {
    const { file } = await fileStore();
    await writeFile(file, 'date,series,value\n'.repeat(300));
    await expect(openStore(file)).rejects.toMatchObject({
      exit: 'io',
      message: expect.stringMatching(/^E_DB_CORRUPT data\/assay\.db: not a database, or a damaged one \(/),
    });
    await expect(openStoreAsIs(file)).rejects.toMatchObject({ exit: 'io' });
  });

  test('in a folder that is not there cannot be made', async () => {
    await expect(openStore('/nowhere/data/assay.db')).rejects.toMatchObject({
      exit: 'cannotCreate',
      message: expect.stringMatching(/^E_DB_OPEN data\/assay\.db: /),
    });
  });

  test.skipIf(process.getuid?.() === 0)('that may not be written is said to be', async () => {
    const { file, open } = await fileStore();
    await (await open()).close();
    await chmod(file, 0o444);
    const store = await openStore(file);
    await expect(store.append(A, [], MONDAY)).rejects.toMatchObject({ exit: 'permission' });
  });

  test('as it is: a copy in memory that may be appended to and leaves the file untouched', async () => {
    const { file, open } = await fileStore();
    const store = await open();
    await store.append(A, [observed('cu', '2025-06-13', '1')], MONDAY);
    await store.close();
    const copy = await openStoreAsIs(file);
    expect((await copy.imports()).map((one) => one.label)).toEqual([A.label]);
    expect(await copy.append(B, [observed('cu', '2025-06-13', '2')], SATURDAY)).toMatchObject({ revised: 1 });
    expect((await copy.observations()).map((one) => one.value)).toEqual(['2']);
    await copy.close();
    const again = await open();
    expect((await again.observations()).map((one) => one.value)).toEqual(['1']);
    expect(await again.imports()).toHaveLength(1);
  });

  test('as it is, read in one go by two pages of one process while a third writes: each has what was there', async () => {
    const { file, open } = await fileStore();
    const store = await open();
    await store.append(A, [observed('cu', '2025-06-13', '1')], MONDAY);
    const [page, other] = [await openStoreAsIs(file), await openStoreAsIs(file)];
    const newest = (reading: Parameters<Parameters<Store['transaction']>[0]>[0]) =>
      reading.extents(['cu']).then((found) => found.get('cu')?.newest);
    const seen = await page.transaction(async (reading) => {
      const before = await newest(reading);
      const beside = await other.transaction(newest);
      await store.append(B, [observed('cu', '2025-06-13', '2')], SATURDAY);
      return [before, beside, await newest(reading)];
    });
    expect(seen).toEqual(['1', '1', '1']);
    expect(await other.transaction(newest)).toBe('2');
    for (const one of [page, other]) await one.close();
  });

  test('as it is, where there is none: empty, and none is made', async () => {
    const { file } = await fileStore();
    const copy = await openStoreAsIs(file);
    expect(await copy.observations()).toEqual([]);
    await copy.close();
    expect(await readdir(join(file, '..'))).toEqual(['inbox']);
  });
});
