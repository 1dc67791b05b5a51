import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { openStore, openStoreAsIs, type Store } from '../../src/store/index.ts';
import { temporaryDesk } from '../support/desk.ts';

const A = { label: 'data/inbox/a.csv', sha256: 'a'.repeat(64), bytes: 10 };
const MONDAY = '2025-06-09T02:00:00.000Z';
const SATURDAY = '2025-06-14T02:00:00.000Z';

function observed(date: string, value: string, given: Partial<Observation> = {}): Observation {
  return {
    series: 'cu',
    date,
    value,
    status: 'traded',
    place: { file: A.label, row: 2, column: 3 },
    ...given,
  };
}

async function storeFile(): Promise<string> {
  return join(await temporaryDesk({}), 'data/assay.db');
}

async function opened(file: string, open: (file: string) => Promise<Store> = openStore): Promise<Store> {
  const store = await open(file);
  onTestFinished(() => store.close());
  return store;
}

describe('who changed a value', () => {
  test('a release revises, a file of the desk corrects, and what was provisional is revised by its source', async () => {
    const store = await openStore(':memory:');
    const file = (sha: string, rest = {}) => ({ ...A, sha256: sha.repeat(64), ...rest });
    await store.append(
      file('a'),
      [observed('2025-06-11', '1'), observed('2025-06-12', '2', { status: 'provisional' })],
      MONDAY,
    );
    const reason = 'typed from the wrong line';
    await store.append(
      file('b', { reason }),
      [observed('2025-06-11', '3'), observed('2025-06-12', '4')],
      SATURDAY,
    );
    await store.append(file('c', { kind: 'source' }), [observed('2025-06-11', '5')], SATURDAY);
    expect(
      (await store.revisions('cu')).map((one) => [one.date, one.value, one.revision, one.reason]),
    ).toEqual([
      ['2025-06-11', '1', undefined, undefined],
      ['2025-06-11', '3', 'correction', reason],
      ['2025-06-11', '5', 'source', undefined],
      ['2025-06-12', '2', undefined, undefined],
      ['2025-06-12', '4', 'source', reason],
    ]);
    expect((await store.imports()).map(({ kind, reason: why }) => [kind, why])).toEqual([
      ['desk', ''],
      ['desk', reason],
      ['source', ''],
    ]);
  });

  test('a file read by another mapping is another file', async () => {
    const store = await openStore(':memory:');
    await store.append({ ...A, mapping: 'shmet 1' }, [], MONDAY);
    expect(await store.importOf(A.label, A.sha256, 'shmet 1')).toBeDefined();
    expect(await store.importOf(A.label, A.sha256, 'shmet 2')).toBeUndefined();
    expect(await store.importOf(A.label, A.sha256)).toBeUndefined();
  });

  test('sheets of one workbook keep their names as places, and the workbook is known by its own', async () => {
    const store = await openStore(':memory:');
    const book = { ...A, label: 'data/inbox/x.xlsx' };
    const place = (sheet: string) => ({ place: { file: `${book.label}!${sheet}`, row: 7, column: 2 } });
    await store.append(
      book,
      [observed('2025-06-11', '1', place('价格')), observed('2025-06-12', '2', place('库存'))],
      MONDAY,
    );
    expect((await store.observations()).map((one) => one.place.file)).toEqual([
      'data/inbox/x.xlsx!价格',
      'data/inbox/x.xlsx!库存',
    ]);
    expect(await store.importOf(book.label, book.sha256)).toMatchObject({ added: 2 });
  });
});

describe('a transaction', () => {
  test('keeps the files of one command together: all of them, or none', async () => {
    const store = await opened(await storeFile());
    const both = (fail: boolean) =>
      store.transaction(async (writing) => {
        for (const name of ['x', 'y']) {
          const writer = await writing.begin({ ...A, label: `${name}.csv` }, MONDAY);
          await writer.append([observed('2025-06-11', '1', { series: name })]);
          await writer.end();
          if (fail && name === 'y') throw new Error('the plug was pulled');
        }
      });
    await expect(both(true)).rejects.toThrow('the plug was pulled');
    expect([await store.observations(), await store.imports()]).toEqual([[], []]);
    await both(false);
    expect(await store.seriesIds()).toEqual(['x', 'y']);
  });

  test('sees what it has written itself, and is undone where its result is not wanted', async () => {
    const store = await opened(await storeFile());
    const seen = await store.transaction(
      async (writing) => {
        const writer = await writing.begin(A, MONDAY);
        await writer.append([observed('2025-06-11', '1')]);
        await writer.flush();
        const newest = await writing.newest([{ series: 'cu', date: '2025-06-11' }]);
        await writer.end();
        return [[...newest.values()].map((one) => one.value), await writing.extents(['cu', 'al'])];
      },
      () => false,
    );
    expect(seen).toEqual([
      ['1'],
      new Map([['cu', { first: '2025-06-11', last: '2025-06-11', newest: '1' }]]),
    ]);
    expect([await store.observations(), await store.imports()]).toEqual([[], []]);
  });
});

describe('a store of version 1', () => {
  async function versionOne(): Promise<string> {
    const file = await storeFile();
    const db = new Database(file);
    db.exec(`create table schema_version (version integer not null); insert into schema_version values (1);
      create table import (id integer primary key, label text not null, sha256 text not null, bytes integer not null,
        added integer not null, same integer not null, revised integer not null, known_at text not null);
      create table observation (series text not null, date text not null, vintage integer not null, value text not null,
        status text not null, import_id integer not null references import(id), row_number integer not null,
        column_number integer not null, primary key (series, date, vintage)) without rowid;
      insert into import values (1, '${A.label}', '${A.sha256}', 10, 1, 0, 0, '${MONDAY}');
      insert into observation values ('cu', '2025-06-11', 1, '1', 'traded', 1, 2, 3);`);
    db.close();
    return file;
  }

  test('is read as it is, without being changed', async () => {
    const file = await versionOne();
    const before = await readFile(file);
    const store = await openStoreAsIs(file);
    expect((await store.observations()).map((one) => one.value)).toEqual(['1']);
    expect(await store.importOf(A.label, A.sha256)).toMatchObject({ mapping: '', kind: 'desk', reason: '' });
    expect(await store.append({ ...A, reason: 'x' }, [observed('2025-06-11', '2')], SATURDAY)).toMatchObject({
      revised: 1,
    });
    expect((await store.revisions('cu')).map((one) => one.reason)).toEqual([undefined, 'x']);
    await store.close();
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  test('becomes one of this version, with all it holds', async () => {
    const file = await versionOne();
    const store = await opened(file);
    expect((await store.observations()).map((one) => [one.value, one.knownAt])).toEqual([['1', MONDAY]]);
    await store.append({ ...A, kind: 'source' }, [observed('2025-06-11', '2')], SATURDAY);
    expect((await store.revisions('cu')).map((one) => one.revision)).toEqual([undefined, 'source']);
  });
});

describe('a store read as it is', () => {
  /** A copy of a store's file, as another process finds it: this one may not have let go of the first yet. */
  /** In a folder of its own: files of the one it is copied from may be there until its memory is collected. */
  async function closedStore(name = 'copy/assay.db'): Promise<string> {
    const file = await storeFile();
    const store = await openStore(file);
    await store.append(A, [observed('2025-06-11', '1')], MONDAY);
    await store.close();
    const copy = join(dirname(file), name);
    await mkdir(dirname(copy), { recursive: true });
    await copyFile(file, copy);
    return copy;
  }

  test('copies nothing and leaves no file behind', async () => {
    const file = await closedStore();
    const before = [await readFile(file), await readdir(dirname(file))];
    const asIs = await openStoreAsIs(file);
    const later = { ...A, label: 'b.csv' };
    await asIs.append(later, [observed('2025-06-11', '2'), observed('2025-06-12', '3')], SATURDAY);
    expect((await asIs.observations()).map((one) => one.value)).toEqual(['2', '3']);
    expect((await asIs.observations({ knownBy: MONDAY })).map((one) => one.value)).toEqual(['1']);
    expect(await asIs.newestDate('2025-12-31')).toBe('2025-06-12');
    expect((await asIs.imports()).map((one) => [one.id, one.label])).toEqual([
      [1, A.label],
      [2, 'b.csv'],
    ]);
    await asIs.close();
    expect([await readFile(file), await readdir(dirname(file))]).toEqual(before);
  });

  test('in a folder nobody may write to, and under a name that a link would need escaped', async () => {
    const file = await closedStore('a b?#%25/assay.db');
    // A folder in the place of the log: what SQLite meets where it may not write. Root may write everywhere.
    await mkdir(`${file}-shm`);
    await writeFile(join(`${file}-shm`, 'x'), '');
    const asIs = await openStoreAsIs(file);
    expect((await asIs.observations()).map((one) => one.value)).toEqual(['1']);
    await asIs.close();
  });
});

test('days and series are found by the index: a thousand series with a forecast each are no scan', async () => {
  const store = await openStore(':memory:');
  const ids = Array.from({ length: 1000 }, (_, at) => `s${String(at).padStart(4, '0')}`);
  await store.append(
    A,
    ids.flatMap((series) => [
      observed('2025-06-12', '1', { series }),
      observed('2025-06-30', '2', { series, status: 'provisional' }),
    ]),
    MONDAY,
  );
  expect(await store.seriesIds()).toEqual(ids);
  expect(await store.newestDate('2025-12-31')).toBe('2025-06-12');
});
