import { appendFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publish } from '../../../src/archive/index.ts';
import { auditLedger } from '../../../src/delivery/campaign/audit.ts';
import { type Ledger, openLedger } from '../../../src/store/ledger/index.ts';
import { draftOf, effectsAt, filesOf, temporaryReports } from '../../archive/desk.ts';

const NOW = '2026-11-21T06:00:00.000Z';
const effects = effectsAt(NOW);

/** An archive with one edition, and a ledger that knows it and has a campaign of it. */
async function mailed(reports: string): Promise<{ readonly ledger: Ledger; readonly manifest: string }> {
  const files = filesOf('a');
  const { manifest } = await publish(reports, draftOf('2026-W46', files), files, effects);
  const ledger = await openLedger(':memory:');
  await ledger.recordEdition('2026-W46', manifest.manifest, manifest.publishedAt, NOW);
  await plan(ledger, '2026-W46', manifest.manifest);
  return { ledger, manifest: manifest.manifest };
}

async function plan(ledger: Ledger, edition: string, manifest: string): Promise<void> {
  const deadline = '2026-11-23T06:00:00.000Z';
  await ledger.plan(
    { edition, week: edition.slice(0, 8), version: 0, list: 'weekly', manifest, deadline },
    NOW,
  );
}

test('a ledger whose editions are archived as they were mailed has no breach', async () => {
  await using desk = await temporaryReports();
  const { ledger } = await mailed(desk.reports);
  expect((await ledger.editions()).length).toBe(1);
  expect((await ledger.campaigns()).length).toBe(1);
  expect(await auditLedger(ledger, desk.reports, effects)).toEqual([]);
});

test('an archived edition that was changed after mailing is I6', async () => {
  await using desk = await temporaryReports();
  const { ledger } = await mailed(desk.reports);
  await appendFile(join(desk.reports, '2026-W46', 'edition.json'), ' ');
  expect(await auditLedger(ledger, desk.reports, effects)).toMatchObject([
    {
      invariant: 'I6',
      where: '2026-W46',
      what: expect.stringMatching(/^its archived edition does not verify: E_/),
    },
  ]);
});

test('one that is gone, or another one under its name, is I6', async () => {
  await using desk = await temporaryReports();
  const { ledger, manifest } = await mailed(desk.reports);
  await rm(join(desk.reports, '2026-W46'), { recursive: true });
  expect(await auditLedger(ledger, desk.reports, effects)).toMatchObject([
    {
      invariant: 'I6',
      where: '2026-W46',
      what: expect.stringMatching(/^has no archived edition: E_EDITION_MISSING/),
    },
  ]);
  const files = filesOf('b');
  await publish(desk.reports, draftOf('2026-W46', files), files, effects);
  expect(await auditLedger(ledger, desk.reports, effects)).toMatchObject([
    {
      invariant: 'I6',
      where: '2026-W46',
      what: expect.stringContaining(`recorded with manifest ${manifest}, but`),
    },
  ]);
});

test('a campaign of an edition nobody recorded, or of other bytes, is I5', async () => {
  await using desk = await temporaryReports();
  const { ledger, manifest } = await mailed(desk.reports);
  await plan(ledger, '2026-W45', manifest);
  await plan(ledger, '2026-W46.1', manifest);
  await ledger.recordEdition('2026-W46.1', 'other', NOW, NOW);
  const found = await auditLedger(ledger, desk.reports, effects);
  expect(found.filter((one) => one.invariant === 'I5')).toMatchObject([
    {
      where: '2026-W46.1 to weekly',
      what: `is mailed under manifest ${manifest}, but the edition has other`,
    },
    { where: '2026-W45 to weekly', what: 'is mailed, but the ledger does not know the edition' },
  ]);
});

test('a journal that nobody has merged for a day is I10', async () => {
  await using desk = await temporaryReports();
  const { ledger } = await mailed(desk.reports);
  const folder = join(desk.reports, '..', 'journals');
  await mkdir(folder);
  const path = join(folder, 'x.journal');
  await writeFile(path, '');
  const at = (hours: number): Date => new Date(Date.parse(NOW) - hours * 3_600_000);
  await utimes(path, at(2), at(2));
  expect(await auditLedger(ledger, desk.reports, effects, folder)).toEqual([]);
  await utimes(path, at(25), at(25));
  expect(await auditLedger(ledger, desk.reports, effects, folder)).toMatchObject([
    { invariant: 'I10', where: path },
  ]);
});
