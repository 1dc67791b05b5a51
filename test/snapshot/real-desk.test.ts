import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, weekOf } from '../../src/calendar/week.ts';
import { openDesk } from '../../src/desk.ts';
import { problemLine } from '../../src/errors.ts';
import type { Catalog, DeskConfig } from '../../src/model/catalog.ts';
import type { Vintage } from '../../src/model/observation.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { parseSnapshot, snapshotText } from '../../src/snapshot/freeze.ts';
import { gate } from '../../src/snapshot/gate.ts';
import { type Intake, takeInbox } from '../../src/snapshot/intake.ts';
import { screen } from '../../src/snapshot/screen.ts';
import { freezeWeek } from '../../src/snapshot/week.ts';
import { weekFindings } from '../../src/snapshot/week-findings.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { hasRealDesk, REAL_DESK, realRows } from '../support/real-desk.ts';

const root = resolve(import.meta.dirname, '../..');
const NOW = new Date('2026-11-22T08:00:00.000Z');

describe.skipIf(!hasRealDesk())('the real desk', () => {
  let desk: { catalog: Catalog; config: DeskConfig; paths: { inbox: string } };
  let store: Store;
  let intake: Intake;

  beforeAll(async () => {
    const { catalog, config } = await openDesk(root);
    desk = { catalog, config, paths: { inbox: join(REAL_DESK, 'data/inbox') } };
    store = await openStore(':memory:');
    intake = await takeInbox(desk, store, () => NOW);
    return () => store.close();
  });

  const freeze = (week: string): Promise<Snapshot> => freezeWeek(week, desk, store);

  test('all its rows are taken in, none refused', async () => {
    expect(intake.rows).toBe(47_755);
    expect(intake.findings.filter((one) => one.severity === 'error').map(problemLine)).toEqual([]);
    const totals = (await store.imports()).map(({ added, same, revised }) => [added, same, revised]);
    expect(totals.reduce((sum, [added = 0]) => sum + added, 0)).toBe(47_755);
    expect(totals.every(([, same, revised]) => same === 0 && revised === 0)).toBe(true);
    expect(await store.observations()).toHaveLength(47_755);
  });

  test('a second time there is nothing to read', async () => {
    const again = await takeInbox(desk, store, () => NOW);
    expect([again.rows, again.files.every((one) => one.known)]).toEqual([0, true]);
  });

  test('万元/吨 is stored in yuan a tonne', async () => {
    const [first] = await realRows('rare-earth-cn.csv', 're_nd_ox_cn');
    const [stored] = await store.observations({ series: ['re_nd_ox_cn'] });
    expect(stored?.date).toBe(first?.date);
    expect(Number(stored?.value)).toBeCloseTo((first?.value ?? 0) * 10_000, 6);
  });

  test('a snapshot of it is small, and its text gives it back', async () => {
    for (const week of ['2026-W27', '2026-W37']) {
      const snapshot = await freeze(week);
      const text = snapshotText(snapshot);
      expect(text.length).toBeLessThan(900_000 / 2);
      expect(parseSnapshot(text)).toEqual(snapshot);
      expect(Object.keys(snapshot.series).length).toBe(32);
      expect(snapshot.inputs).toHaveLength(6);
      const { verdict, checks } = gate(screen(snapshot, { overrides: [], today: '2026-11-22' }));
      expect([verdict, checks > 10_000]).toEqual(['notes', true]);
    }
  });

  test('2026-W37: cobalt stands still since 10 August, and its quotations are counted', async () => {
    const rows = await realRows('minor-and-energy.csv', 'co_metal_rdam');
    const still = rows.filter((row) => row.date >= '2026-08-10' && row.date <= '2026-09-11');
    expect(new Set(still.map((row) => row.value)).size).toBe(1);
    expect(rows.find((row) => row.date === '2026-08-07')?.value).not.toBe(still[0]?.value);
    const { findings } = await freeze('2026-W37');
    expect(findings.filter((one) => one.code === 'W_DATA_UNCHANGED').map(problemLine)).toEqual([
      `W_DATA_UNCHANGED co_metal_rdam: unchanged since 2026-08-10 (${still.length} quotations); its source may no longer be refreshed.`,
    ]);
  });

  test('in ten years its age, standstill and holidays take a warning every seventh week, and only as news', async () => {
    const bySeries = new Map<string, Vintage[]>();
    for (const one of await store.observations()) {
      const own = bySeries.get(one.series) ?? [];
      bySeries.set(one.series, own);
      own.push(one);
    }
    const warned: string[] = [];
    let weeks = 0;
    for (let friday = '2017-01-06'; friday <= '2026-07-03'; friday = addDays(friday, 7)) {
      const [week, saturday] = [weekOf(friday), addDays(friday, 1)];
      const known = [...bySeries].map(([id, own]) => {
        const next = own.findIndex((one) => one.date > saturday);
        return [id, next < 0 ? own : own.slice(0, next)] as const;
      });
      const findings = weekFindings(week, desk.catalog, new Map(known));
      expect(findings.filter((one) => one.severity === 'error')).toEqual([]);
      warned.push(
        ...findings
          .filter((one) => one.severity === 'warning')
          .map(({ code, series }) => `${code} ${series}`),
      );
      weeks += 1;
    }
    expect(weeks).toBe(496);
    expect(warned.length / weeks).toBeLessThan(0.15);
    const times = (code: string, series: string) =>
      warned.filter((one) => one === `${code} ${series}`).length;
    // Gold holdings ended once, on 23 May 2025; the Chinese oxides on 5 July 2024; and once,
    // in 2018-W07, their agency began its Spring Festival three sessions early.
    expect([times('W_DATA_STALE', 'au_spdr'), times('W_DATA_STALE', 're_nd_ox_cn')]).toEqual([5, 6]);
    expect(times('W_DATA_UNCHANGED', 'cu_lme_3m')).toBe(0);
    expect(warned.filter((one) => one.startsWith('W_DATA_HOLIDAY'))).toEqual([
      'W_DATA_HOLIDAY cu_shfe',
      'W_DATA_HOLIDAY re_pr_ox_cn',
      'W_DATA_HOLIDAY au_spot',
    ]);
  });

  test('2026-W40: nine series have nothing since 24 September', async () => {
    const { findings } = await freeze('2026-W40');
    const stale = findings.filter(
      (one) => one.code === 'W_DATA_STALE' && one.message.startsWith('newest value is 2026-09-24;'),
    );
    expect(stale).toHaveLength(9);
  });

  test('a week after the last observation is held, and the newest that has data is named', async () => {
    const { verdict, findings } = gate(await freeze('2026-W45'));
    expect(verdict).toBe('hold');
    expect(findings.filter((one) => one.severity === 'error').map(problemLine)).toEqual([
      'E_WEEK_EMPTY 2026-W45: no series has an observation from 2026-11-02 to 2026-11-07. The newest week that has data is 2026-W41.',
    ]);
  });
});
