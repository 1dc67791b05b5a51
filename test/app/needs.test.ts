import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type NeedsRequest, needsOf } from '../../src/app/needs.ts';
import { stillEffects } from '../support/effects.ts';
import { SAMPLE_WEEK, sampleDesk } from '../support/sample-desk.ts';

/** Sunday evening of the sample week. */
const effects = stillEffects('2025-06-15T10:00:00.000Z');
const ASKED: NeedsRequest = { week: SAMPLE_WEEK, series: 'core', notes: [] };

function needs(root: string, asked: Partial<NeedsRequest> = {}) {
  return needsOf(root, { ...ASKED, ...asked }, effects);
}

test('a week whose figures are all there needs nothing more, but for a note nobody wrote', async () => {
  const root = await sampleDesk({ 'data/notes/2025-W24.en.md': 'Copper rose.\n' });
  const found = await needs(root, { notes: ['en', 'zh'] });
  expect(found.held).toEqual([]);
  expect(found.series).toEqual([]);
  expect(found.notes).toEqual(['zh']);
  expect(found.snapshot).toMatch(/^[0-9a-f]{64}$/);
});

test('figures that end before the week’s last session are named with their last day, and no others', async () => {
  const root = await sampleDesk();
  const file = join(root, 'data/inbox', `${SAMPLE_WEEK}.csv`);
  const text = await readFile(file, 'utf8');
  // Friday's copper is not there yet; it is of the week all the same.
  const lines = text
    .split('\n')
    .filter((line) => !(line.includes('cu_lme_3m') && line.includes('2025-06-13')));
  expect(lines.length).toBe(text.split('\n').length - 1);
  await writeFile(file, lines.join('\n'));
  const found = await needs(root);
  expect(found.series.map(({ id }) => id)).toEqual(['cu_lme_3m']);
  expect(found.series[0]?.last).toMatch(/^2025-06-1[0-2]$|^2025-06-0\d$/);
});

test('without the week’s file every core series is waited for, and of named ones no others', async () => {
  const root = await sampleDesk();
  await rm(join(root, 'data/inbox', `${SAMPLE_WEEK}.csv`));
  const core = await needs(root);
  expect(core.series.length).toBeGreaterThan(7);
  const named = await needs(root, { series: ['cu_lme_3m'] });
  expect(named.series).toHaveLength(1);
  expect(core.series).toContainEqual(named.series[0]);
});
