import { rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Shelf } from '../../src/archive/index.ts';
import { findingAt } from '../../src/model/finding.ts';
import { temporaryDesk } from '../support/desk.ts';
import { placeEdition, smallBrief } from '../support/editions.ts';

const FINDINGS = [findingAt('W_DATA_STALE', 'co_smm', 'old'), findingAt('I_DATA_NONE', 'x', 'none')];

async function shelfOf(editions: readonly string[]): Promise<{ shelf: Shelf; reports: string }> {
  const reports = join(await temporaryDesk({}), 'reports');
  for (const edition of editions)
    await placeEdition(
      reports,
      edition,
      { 'en/brief.json': smallBrief(`Of ${edition}`, {}), 'zh/brief.json': smallBrief(`${edition}期`, {}) },
      FINDINGS,
    );
  // Each look is later than a list is believed.
  let now = 0;
  const ticks = (): number => {
    now += 10_000;
    return now;
  };
  return { shelf: new Shelf(reports, ticks), reports };
}

test('editions are there at once, and what is in them as soon as it is read', async () => {
  const { shelf } = await shelfOf(['2024-W52', '2025-W01', '2025-W01.1']);
  const first = await shelf.list();
  expect(first.map(({ edition, state }) => [edition, state])).toEqual([
    ['2025-W01.1', 'unread'],
    ['2025-W01', 'unread'],
    ['2024-W52', 'unread'],
  ]);
  await shelf.settled();
  const [newest] = await shelf.list();
  expect(newest).toEqual({
    ...{ edition: '2025-W01.1', week: '2025-W01', correction: 1, state: 'sound', problem: '' },
    ...{ publishedAt: '2025-06-15T10:00:00.000Z', verdict: 'notes', languages: ['en', 'zh'] },
    ...{ headlines: { en: 'Of 2025-W01.1', zh: '2025-W01.1期' }, errors: 0, warnings: 1, notes: 1 },
    ...{ files: 3, bytes: newest?.bytes },
  });
  expect(newest?.bytes).toBeGreaterThan(200);
});

test('an edition that was touched is read again, one that is gone is forgotten, a new one is seen', async () => {
  const { shelf, reports } = await shelfOf(['2025-W01', '2025-W02']);
  await shelf.list();
  await shelf.settled();
  await writeFile(join(reports, '2025-W02/edition.json'), '{}');
  await rm(join(reports, '2025-W01'), { recursive: true });
  await placeEdition(reports, '2025-W03', {});
  expect((await shelf.list()).map(({ edition, state }) => [edition, state])).toEqual([
    ['2025-W03', 'unread'],
    ['2025-W02', 'unread'],
  ]);
  await shelf.settled();
  const [added, broken] = await shelf.list();
  expect(added).toMatchObject({ state: 'sound', headlines: {} });
  expect(broken).toMatchObject({ state: 'broken', problem: expect.stringContaining('edition.json') });
});

test('what is no edition of its own name is broken, with the reason', async () => {
  const { shelf, reports } = await shelfOf(['2025-W01', '2025-W02', '2025-W05']);
  await rename(join(reports, '2025-W02'), join(reports, '2025-W03'));
  await symlink('2025-W01', join(reports, '2025-W04'));
  await writeFile(join(reports, '2025-W05/en/brief.json'), smallBrief('Forged', {}));
  await utimes(join(reports, '2025-W05/edition.json'), 0, 0);
  await shelf.list();
  await shelf.settled();
  const listed = new Map((await shelf.list()).map((one) => [one.edition, one]));
  expect(listed.get('2025-W03')?.problem).toContain('belongs to edition 2025-W02');
  expect(listed.get('2025-W04')?.problem).toContain('symbolic link');
  // Its manifest is sound; a headline that was not published is not shown.
  expect(listed.get('2025-W05')).toMatchObject({ state: 'sound', headlines: { zh: '2025-W05期' } });
});

test('others are served between two editions', async () => {
  const { shelf } = await shelfOf(
    Array.from({ length: 30 }, (_, at) => `2025-W${String(at + 1).padStart(2, '0')}`),
  );
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await shelf.list();
  await shelf.settled();
  isOver = true;
  expect(turns).toBeGreaterThan(30);
});

test('a list is believed for some seconds, but a publication is seen at once', async () => {
  const { reports } = await shelfOf(['2025-W01', '2025-W02']);
  let now = 0;
  const shelf = new Shelf(reports, () => now);
  await shelf.list();
  await shelf.settled();
  const first = await shelf.list();
  expect(await shelf.list()).toBe(first);
  await placeEdition(reports, '2025-W03', { 'en/brief.json': smallBrief('Third', {}) }, []);
  expect((await shelf.list())[0]).toMatchObject({ edition: '2025-W03', state: 'unread' });
  await shelf.settled();
  expect((await shelf.list())[0]).toMatchObject({ state: 'sound' });
  await writeFile(join(reports, '2025-W02', 'edition.json'), '{}');
  now += 10_000;
  await shelf.list();
  await shelf.settled();
  expect((await shelf.list())[1]).toMatchObject({ edition: '2025-W02', state: 'broken' });
});

test('a manifest is read again only when it was touched', async () => {
  const { shelf, reports } = await shelfOf(['2025-W01']);
  const first = await shelf.manifest('2025-W01');
  expect(await shelf.manifest('2025-W01')).toBe(first);
  await writeFile(join(reports, '2025-W01', 'edition.json'), '{}');
  await expect(shelf.manifest('2025-W01')).rejects.toThrow(/edition\.json/);
});
