import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/errors.ts';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import { behindItsBack } from './raw.ts';
import { minute } from './scene.ts';

describe.each(ledgerPlaces)('a ledger on $name', ({ open, place }) => {
  test('has a name of its own, and counts how far it is', async () => {
    const [one, other] = [await open(), await open()];
    const { id, epoch, seenAt } = await one.instance();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect((await other.instance()).id).not.toBe(id);
    expect([epoch, seenAt]).toEqual([0, '']);
    expect(await one.advance(minute(1))).toEqual({ id, epoch: 1, seenAt: minute(1) });
    expect(await one.advance(minute(2))).toEqual({ id, epoch: 2, seenAt: minute(2) });
  });

  test('remembers the first key and the first manifest of an edition', async () => {
    const ledger = await open();
    expect(await ledger.rememberKey('k1')).toBe('k1');
    expect(await ledger.rememberKey('k2')).toBe('k1');
    expect(await ledger.recordEdition('2025-W24', 'm1', minute(1), minute(2))).toBe('m1');
    expect(await ledger.recordEdition('2025-W24', 'm2', minute(3), minute(4))).toBe('m1');
    expect(await ledger.editions()).toEqual([
      { edition: '2025-W24', manifest: 'm1', publishedAt: minute(1), recordedAt: minute(2) },
    ]);
  });

  test('opened by several at once where there is none yet is made once', async () => {
    const where = await place();
    const ledgers = await Promise.all(Array.from({ length: 6 }, () => openedAt(where)));
    const ids = await Promise.all(ledgers.map(async (ledger) => (await ledger.instance()).id));
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(6);
  });

  test('holds what it was told when it is opened again', async () => {
    const where = await place();
    const before = await openLedger(where);
    await before.advance(minute(1));
    await before.close();
    await before.close();
    expect((await (await openedAt(where)).instance()).epoch).toBe(1);
  });

  test('of a newer program is left alone', async () => {
    const where = await place();
    await (await openLedger(where)).close();
    await behindItsBack(where, 'update schema_version set version = 9');
    const error = await openLedger(where).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AssayError);
    expect(String(error)).toMatch(/^AssayError: E_DB_VERSION .*: has schema 9; this program knows 1\./);
  });

  test('is not made among the tables of something else', async () => {
    const where = await place();
    await (await openLedger(where)).close();
    await behindItsBack(where, 'drop table campaign');
    await expect(openLedger(where)).rejects.toThrow(/^E_DB_FOREIGN .*: not a ledger of this program/);
  });

  test('that is damaged, or whose server does not answer, says so without a stack or a password', async () => {
    const where = await place();
    if (where.startsWith('postgres')) return;
    await behindItsBack(where, 'create table other (x)');
    await expect(openLedger(where)).rejects.toThrow(/^E_DB_FOREIGN /);
  });
});

test.each([
  ['postgres://user:geheim@[::x]:5432/a', /^E_DB_URL DATABASE_URL: not an address/],
  ['postgres://user:geheim@localhost:99999/a', /^E_DB_URL DATABASE_URL: not an address/],
  [
    'postgresql://user:geheim@127.0.0.1:1/a',
    /^E_DB_UNAVAILABLE postgres:\/\/127.0.0.1:1\/a: the database does not answer/,
  ],
])('the address %s is refused in words that hold no password', async (address, expected) => {
  const error = await openLedger(address).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AssayError);
  expect(error instanceof Error ? error.message : '').toMatch(expected);
  expect(JSON.stringify(error) + String(error)).not.toContain('geheim');
});

test('a file that is no database is named', async () => {
  await expect(openLedger(join(import.meta.dirname, 'scene.ts'))).rejects.toThrow(
    /^E_DB_CORRUPT ledger\/scene.ts: not a database, .*subscribers live nowhere else/,
  );
});
