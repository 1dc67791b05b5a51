import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDesk } from '../../src/app/check.ts';
import { readinessOf } from '../../src/app/readiness.ts';
import { vanishedOverrides } from '../../src/app/vanished-overrides.ts';
import { openDesk } from '../../src/desk.ts';
import type { Override } from '../../src/model/override.ts';
import { temporaryReports } from '../archive/desk.ts';
import { temporaryDesk } from '../support/desk.ts';
import { placeEdition } from '../support/editions.ts';
import { stillEffects } from '../support/effects.ts';

const PRICES = `date,series,value,unit
2025-06-12,cu_lme_3m,9640,USD/t
2025-06-13,cu_lme_3m,9647.50,USD/t
`;
const OUT: Override = {
  ...{ series: 'cu_lme_3m', date: '2025-06-13', action: 'exclude', value: 9647.5, by: 'li' },
  ...{ reason: 'a slip', expires: '2025-08-01' },
};

test('an override that the last edition was made with and that is gone is a warning, wherever a week is looked at', async () => {
  const root = await temporaryDesk({ 'data/inbox/prices.csv': PRICES });
  const yaml = join(root, 'data', 'overrides.yaml');
  await placeEdition(join(root, 'reports'), '2025-W24', {
    'snapshot.json': JSON.stringify({ overrides: [OUT] }),
  });
  const effects = stillEffects('2025-06-15T08:00:00.000Z');
  const found = async (): Promise<string[]> => {
    const [checked, readiness] = [
      await checkDesk(await openDesk(root), '2025-W24', effects),
      await readinessOf(root, { week: '2025-W24' }, effects),
    ];
    const lines = [checked.findings, readiness.findings].map((findings) =>
      findings.filter(({ code }) => code === 'W_OVERRIDE_GONE').map(({ message }) => message),
    );
    expect(lines[1]).toEqual(lines[0]);
    return lines[0] ?? [];
  };
  await writeFile(yaml, `- ${JSON.stringify(OUT)}\n`);
  expect(await found()).toEqual([]);
  await rm(yaml);
  expect(await found()).toEqual([
    'edition 2025-W24 left out "cu_lme_3m" of 2025-06-13 by an override of "li" until 2025-08-01 ("a slip"), which is not there any more. It is printed again. If nobody ended it, write it again.',
  ]);
});

test.each<readonly [string, Partial<Override>, string, string, number]>([
  ['of an edition before it', {}, '2025-W23', '2025-06-15', 1],
  ['of an edition after it', {}, '2025-W25', '2025-06-15', 0],
  ['that is over', {}, '2025-W24', '2025-08-02', 0],
  ['of a value that was corrected since', { value: 9000 }, '2025-W24', '2025-06-15', 0],
  ['of a day nobody has', { date: '2025-06-11' }, '2025-W24', '2025-06-15', 0],
])('an override %s', async (_what, change, edition, today, warnings) => {
  await using temporary = await temporaryReports();
  const { reports } = temporary;
  const overrides = [{ ...OUT, ...change }];
  await placeEdition(reports, edition, { 'snapshot.json': JSON.stringify({ overrides }) });
  const desk = { ...(await openDesk(await temporaryDesk({}))), overrides: [] };
  const series = { cu_lme_3m: { dates: ['2025-06-12', '2025-06-13'], values: ['9640', '9647.50'] } };
  const looked = { ...desk, paths: { ...desk.paths, reports } };
  const findings = await vanishedOverrides(looked, { week: '2025-W24', series }, today);
  expect(findings.map(({ code }) => code)).toEqual(Array.from({ length: warnings }, () => 'W_OVERRIDE_GONE'));
});

test('an edition whose snapshot cannot be read warns of nothing here', async () => {
  await using temporary = await temporaryReports();
  const { reports } = temporary;
  await placeEdition(reports, '2025-W24', { 'snapshot.json': '{"overrides": [' });
  const desk = await openDesk(await temporaryDesk({}));
  const looked = { ...desk, paths: { ...desk.paths, reports } };
  expect(await vanishedOverrides(looked, { week: '2025-W24', series: {} }, '2025-06-15')).toEqual([]);
});
