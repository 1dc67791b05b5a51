import { describe, expect, test } from 'vitest';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { openOffice } from '../../../src/store/office/index.ts';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { behindItsBack, NOW, person } from './scene.ts';

describe.each(officePlaces)('an office on $name', ({ open, place }) => {
  test('opened by several at once where there is none yet is made once', async () => {
    const where = await place();
    const offices = await Promise.all(Array.from({ length: 6 }, () => officeAt(where)));
    await person(offices[0] ?? (await open()), 'wang');
    const lists = await Promise.all(offices.map(({ accounts }) => accounts.list()));
    expect(lists.map((list) => list.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('holds what it was told when it is opened again', async () => {
    const where = await place();
    const before = await openOffice(where);
    const wang = await person(before, 'wang');
    await before.close();
    await before.close();
    expect(await (await officeAt(where)).accounts.list()).toEqual([wang]);
  });

  test('of a newer program is left alone', async () => {
    const where = await place();
    await (await openOffice(where)).close();
    await behindItsBack(where, 'update schema_version set version = 9');
    await expect(openOffice(where)).rejects.toThrow(
      /^E_DB_VERSION .*: has schema 9; this program knows 1\. Nothing was changed\. Update the program\.$/,
    );
  });

  test('is not made among the tables of something else', async () => {
    const where = await place();
    await (await openOffice(where)).close();
    await behindItsBack(where, 'drop table session');
    await expect(openOffice(where)).rejects.toThrow(/^E_DB_FOREIGN .*: not an office of this program/);
  });

  test('lies beside a ledger in one database of PostgreSQL, and not in its file', async () => {
    const where = await place();
    const ledger = await openLedger(where);
    await ledger.advance(NOW);
    if (where.startsWith('postgres')) {
      const office = await officeAt(where);
      await person(office, 'wang');
      expect(await office.accounts.list()).toHaveLength(1);
      expect((await ledger.instance()).epoch).toBe(1);
    } else await expect(openOffice(where)).rejects.toThrow(/^E_DB_FOREIGN .*: not an office of this program/);
    await ledger.close();
  });

  test('keeps approvals of a week, newest first', async () => {
    const { approvals } = await open();
    const approval = {
      week: '2025-W24',
      snapshot: 's1',
      verdict: 'approved',
      by: 'wang',
      at: NOW,
      comment: '好',
    } as const;
    await approvals.record(approval);
    await approvals.record({ ...approval, verdict: 'withdrawn', comment: '\0' });
    await approvals.record({ ...approval, week: '2025-W25' });
    expect(await approvals.ofWeek('2025-W24')).toEqual([
      { ...approval, verdict: 'withdrawn', comment: '\ufffd' },
      approval,
    ]);
    expect(await approvals.ofWeek('2025-W26')).toEqual([]);
  });
});

test('an office in memory is empty, and a file that is no database is named', async () => {
  const office = await openOffice(':memory:');
  expect(await office.accounts.list()).toEqual([]);
  await office.close();
  await expect(openOffice(import.meta.filename)).rejects.toThrow(
    /^E_DB_CORRUPT office\/open.test.ts: not a database, .*accounts are then made anew/,
  );
});
