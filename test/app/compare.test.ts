import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareWeek } from '../../src/app/compare.ts';
import { readinessOf } from '../../src/app/readiness.ts';
import { weekNow } from '../../src/app/week-now.ts';
import { type ManifestDraft, publish, sha256 } from '../../src/archive/index.ts';
import { openDesk } from '../../src/desk.ts';
import { snapshotText } from '../../src/snapshot/freeze.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

const PRICES = `date,series,value,unit
2025-05-30,cu_lme_3m,9500,USD/t
2025-06-06,cu_lme_3m,9670.50,USD/t
2025-06-13,cu_lme_3m,9647.50,USD/t
2025-05-30,al_lme_3m,2448,USD/t
2025-06-06,al_lme_3m,2451.50,USD/t
`;
const NOW = stillEffects('2025-06-15T08:00:00.000Z');

/** An edition of nothing but its snapshot. */
async function published(root: string, week: string): Promise<void> {
  const desk = await openDesk(root);
  const { snapshot } = await weekNow(desk, async () => week, NOW);
  const bytes = new TextEncoder().encode(snapshotText(snapshot));
  const draft: ManifestDraft = {
    schema: 1,
    edition: week,
    week,
    languages: ['en', 'zh'],
    snapshot: sha256(bytes),
    inputs: [],
    versions: { program: '1', templates: 'a', browser: 'none', fonts: {} },
    verdict: 'notes',
    checks: 1,
    findings: [],
  };
  await publish(
    join(root, 'reports'),
    draft,
    [{ path: 'snapshot.json', bytes }],
    stillEffects('2025-06-08T10:00:00.000Z'),
  );
}

test('a week is laid beside the last edition: what moved, what was revised since, who came, what was written', async () => {
  const root = await temporaryDesk({ 'data/inbox/prices.csv': PRICES });
  await published(root, '2025-W23');
  await writeFile(
    join(root, 'data', 'inbox', 'prices.csv'),
    `${PRICES.replace('9670.50', '9680.50')}2025-06-13,al_lme_3m,2503,USD/t\n2025-06-13,zn_lme_3m,2600,USD/t\n`,
  );
  await rm(join(root, 'data', 'notes'), { recursive: true, force: true });
  const { against, movers, revised, revisedCount, fresher } = await compareWeek(
    root,
    { week: '2025-W24' },
    NOW,
  );
  expect(against).toMatchObject({ edition: '2025-W23', week: '2025-W23' });
  expect(movers.map(({ id }) => id).sort()).toEqual(['al_lme_3m', 'cu_lme_3m']);
  expect(movers.find(({ id }) => id === 'cu_lme_3m')).toMatchObject({
    change: { en: '−0.34%' },
    tone: 'down',
    before: { en: '+1.79%' },
    beforeTone: 'up',
  });
  expect(revisedCount).toBe(1);
  expect(revised).toMatchObject([
    { id: 'cu_lme_3m', date: '2025-06-06', was: { en: '9,670.50' }, is: { en: '9,680.50' } },
  ]);
  expect(fresher).toEqual([expect.objectContaining({ id: 'zn_lme_3m', was: 'never', is: 'fresh' })]);
});

test('without an edition there is nothing to lay it beside, and the week is told alone', async () => {
  const root = await temporaryDesk({ 'data/inbox/prices.csv': PRICES });
  const alone = await compareWeek(root, { week: '2025-W24' }, NOW);
  expect(alone.against).toBeUndefined();
  expect(alone.movers.map(({ id }) => id)).toEqual(['cu_lme_3m']);
});

test('the week to be made is the last complete one, until its edition is out and the next has a figure', async () => {
  const root = await temporaryDesk({ 'data/inbox/prices.csv': PRICES });
  const weekAt = async (moment: string): Promise<string> =>
    (await readinessOf(root, {}, stillEffects(moment))).week;
  expect(await weekAt('2025-06-15T08:00:00.000Z')).toBe('2025-W24');
  expect(await weekAt('2025-06-17T08:00:00.000Z')).toBe('2025-W24');
  await published(root, '2025-W24');
  expect(await weekAt('2025-06-17T08:00:00.000Z')).toBe('2025-W24');
  await writeFile(join(root, 'data', 'inbox', 'prices.csv'), `${PRICES}2025-06-16,cu_lme_3m,9690,USD/t\n`);
  expect(await weekAt('2025-06-17T08:00:00.000Z')).toBe('2025-W25');
});
