import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/store/database/open.ts';
import { rowsOf } from '../../../src/store/database/rows.ts';
import { LEDGER } from '../../../src/store/ledger/schema.ts';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import { behindItsBack } from './raw.ts';
import { join, NOW, person, WEEKLY } from './scene.ts';

const places = ledgerPlaces.filter(({ name }) => name === 'postgres');

describe.each(places)('a table nobody has counted yet, on $name', ({ place }) => {
  test('is walked along its order, and after a plan of many it is counted', async () => {
    const where = await place();
    const ledger = await openedAt(where);
    await behindItsBack(where, 'alter table subscriber_list set (autovacuum_enabled = off)');
    const many = Array.from({ length: 5100 }, (_, at) => person(`reader${at}`));
    await join(ledger, many);
    const session = await openDatabase(where, LEDGER);
    onTestFinished(() => session.close());
    const counted = (table: string): Promise<Array<{ rows: number }>> =>
      session.read((tx) =>
        rowsOf(
          tx,
          sql<{ rows: number }>`select reltuples as rows from pg_class
            where oid = cast(cast(${table} as text) as regclass)`,
        ),
      );
    const walk = sql<{ 'QUERY PLAN': string }>`explain select key, subscriber_id from subscriber_list
      where list = 'weekly' and key > 'reader' order by key limit 1000`;
    const lines = (await session.read((tx) => rowsOf(tx, walk))).map((line) => line['QUERY PLAN']);
    // 0 before PostgreSQL 14.
    expect([-1, 0]).toContain((await counted('subscriber_list'))[0]?.rows);
    expect(lines).toEqual([
      expect.stringMatching(/^Limit /),
      expect.stringMatching(/Index Scan using subscriber_list_pkey /),
      expect.stringMatching(/Index Cond: /),
    ]);

    await ledger.plan(WEEKLY, NOW);
    expect(await counted('delivery')).toEqual([{ rows: many.length }]);
  });
});
