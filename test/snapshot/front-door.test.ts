import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { AssayError, problemLine } from '../../src/errors.ts';
import { programRoot } from '../../src/program.ts';
import { assay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { placeEdition } from '../support/editions.ts';
import { stillEffects } from '../support/effects.ts';

const WEEK = '2025-W24';
const PLACE = 'data/inbox/2025-W24.csv:31:3';
const LINE = 'series: li_carb_bg, date: 2025-06-13, action: accept, value: 604000';
const HINT = `- { ${LINE}, by: NAME, reason: WHY, expires: 2027-02-20 }`;

/** The sample desk, lithium carbonate's last value ten times what it was; overrides as given. */
async function desk(overrides?: string): Promise<string> {
  const root = await temporaryDesk(overrides === undefined ? {} : { 'data/overrides.yaml': overrides });
  await cp(join(programRoot(), 'data', 'inbox'), join(root, 'data', 'inbox'), { recursive: true });
  const file = join(root, 'data', 'inbox', '2025-W24.csv');
  const text = await readFile(file, 'utf8');
  expect(text).toContain('2025-06-13,li_carb_bg,6.04,');
  await writeFile(file, text.replace('2025-06-13,li_carb_bg,6.04,', '2025-06-13,li_carb_bg,60.4,'));
  return root;
}

describe('a value that a check holds', () => {
  test('is told by check with its cell, the verdicts of series and section, and the line that would let it pass', async () => {
    const checked = await openApp(await desk(), stillEffects()).check(WEEK);
    expect(checked.verdict).toBe('hold');
    expect([checked.series.li_carb_bg, checked.sections.energy]).toEqual(['hold', 'hold']);
    expect([checked.series.cu_lme_3m, checked.sections.bulk]).not.toContain('hold');
    const held = checked.findings.filter((one) => one.severity === 'error');
    expect(held.map((one) => [one.series, one.where])).toContainEqual(['li_carb_bg', PLACE]);
    for (const one of held) expect(one.message.endsWith(HINT)).toBe(true);
    const places = checked.findings.map((one) => one.where);
    expect(
      await openApp(await desk(), stillEffects())
        .check(WEEK)
        .then((again) => again.findings.map((one) => one.where)),
    ).toEqual(places);
  });

  test('is shown to people under its series, and check exits 65', async () => {
    const { code, stdout, stderr } = await assay(['check', WEEK, '--desk', await desk()]);
    expect(code).toBe(65);
    expect(stdout).toMatch(/^hold \([\d,]+ checks, [1-9]\d* errors?, \d+ warnings?, \d+ notes?/);
    expect(stderr).toMatch(new RegExp(`^li_carb_bg: hold\n  E_[A-Z_]+ ${PLACE}: .*probable unit slip`, 'm'));
    expect(stderr).toContain(
      '- { series: li_carb_bg, date: 2025-06-13, action: accept, value: 604000, by: NAME,',
    );
  });

  test('stops the build before a page is made: 65, nothing written, and what would let it pass', async () => {
    const root = await desk();
    const built = openApp(root, stillEffects()).build({ week: WEEK, draft: false });
    const error = await built.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof AssayError)) throw new Error('the build went on');
    expect(error.exit).toBe('data');
    expect(error.problems.map(problemLine).join('\n')).toContain(HINT);
    expect(await openApp(root, stillEffects()).archive.list()).toEqual([]);
  });

  test('passes once somebody accepts it with that line, until it ends', async () => {
    const line = `- { ${LINE}, by: A. Chen, reason: seen, expires: 2026-11-22 }\n`;
    const on = async (moment: string) => {
      const { verdict, findings } = await openApp(await desk(line), stillEffects(moment)).check(WEEK);
      return { verdict, codes: findings.map((one) => one.code).filter((code) => code.includes('OVERRIDE')) };
    };
    expect(await on('2026-11-22T08:00:00.000Z')).toEqual({
      verdict: 'notes',
      codes: ['I_OVERRIDE_ACCEPTED'],
    });
    // Midnight in Shanghai has passed.
    expect(await on('2026-11-22T16:30:00.000Z')).toEqual({ verdict: 'hold', codes: ['W_OVERRIDE_EXPIRED'] });
  });
});

const ONCE = { series: 'li_carb_bg', date: '2025-06-12' };

test('an edition with an excluded value replays without the desk’s overrides, byte for byte', async () => {
  const line =
    '- { series: li_carb_bg, date: 2025-06-13, action: exclude, by: A. Chen, reason: typed wrong, expires: 2026-12-31 }\n';
  const root = await desk(line);
  const app = openApp(root, stillEffects());
  const before = { ...ONCE, action: 'exclude', by: 'A. Chen', reason: 'typed wrong', expires: '2026-12-31' };
  await placeEdition(join(root, 'reports'), '2025-W23', {
    'snapshot.json': JSON.stringify({ overrides: [before] }),
  });
  const built = await app.build({ week: WEEK, languages: ['en'], draft: false });
  expect(built.findings.map((one) => one.code)).toContain('I_OVERRIDE_EXCLUDED');
  // What the edition before was made with, and nobody has ended.
  expect(built.findings.filter(({ code }) => code === 'W_OVERRIDE_GONE')).toMatchObject([ONCE]);
  const html = await readFile(join(built.dir, 'en', 'brief.html'), 'utf8');
  expect(html).toContain('excluded by A. Chen: typed wrong');
  expect(html).not.toMatch(/604,000/);
  await writeFile(join(root, 'data', 'overrides.yaml'), 'broken: [');
  expect(await app.replay(WEEK)).toMatchObject({ identical: true });
});
