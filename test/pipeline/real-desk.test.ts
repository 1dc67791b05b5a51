import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApp } from '../../src/app.ts';
import { pointsOf } from '../../src/checks/context.ts';
import { parseSnapshot } from '../../src/snapshot/text.ts';
import { stillEffects } from '../support/effects.ts';
import { textOfPdf, unspaced } from '../support/pdf.ts';
import { hasRealDesk, REAL_DESK } from '../support/real-desk.ts';

const briefSchema = z.object({
  illustrative: z.boolean(),
  sections: z.array(z.object({ id: z.string(), title: z.string(), blocks: z.array(z.unknown()) })),
});

describe.skipIf(!hasRealDesk())('on a desk of real prices', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'assay-real-'));
    await cp(REAL_DESK, root, { recursive: true, mode: 0 });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** Builds the week and gives what each language's PDF says, and its model. */
  async function built(week: string) {
    const { dir } = await openApp(root, stillEffects()).build({ week, draft: false });
    const read = async (language: string) => ({
      text: unspaced(await textOfPdf(await readFile(join(dir, language, 'brief.pdf')))),
      brief: briefSchema.parse(JSON.parse(await readFile(join(dir, language, 'brief.json'), 'utf8'))),
    });
    return { dir, en: await read('en'), zh: await read('zh') };
  }

  test('the week to 3 July 2026 has LME copper, the seven metals and no illustrative mark, in both languages', async () => {
    const { en, zh } = await built('2026-W27');
    expect(en.text).toContain('LMEcopper3M');
    for (const metal of ['Copper', 'Aluminum', 'Gold', 'Rare earths', 'Antimony', 'Molybdenum', 'Lithium']) {
      expect(en.brief.sections.map((section) => section.title)).toContain(metal);
    }
    for (const metal of ['铜', '铝', '黄金', '稀土', '锑', '钼', '锂']) {
      expect(zh.brief.sections.map((section) => section.title)).toContain(metal);
    }
    for (const { text, brief } of [en, zh]) {
      expect(brief.illustrative).toBe(false);
      expect(text).not.toMatch(/illustrative|示意|†/);
    }
  });

  test('cobalt that stopped moving is unchanged since its date, perhaps not refreshed, and never stable', async () => {
    const { en, zh } = await built('2026-W37');
    expect(en.text).toContain(unspaced('unchanged since 10 August 2026 (25 quotations)'));
    expect(en.text).toMatch(/Cobaltmetal[^.]*10August2026[^.]*itssourcemaynolongerberefreshed/);
    expect(en.text).not.toMatch(/stable/i);
    expect(zh.text).toMatch(/2026年8月10日/);
    expect(zh.text).not.toMatch(/稳定|企稳|平稳/);
  });

  test('series that ended say since when, each of the nine of 24 September 2026', async () => {
    const { en } = await built('2026-W40');
    const snapshot = parseSnapshot(await readFile(join(root, 'reports/2026-W40/snapshot.json'), 'utf8'));
    const nine = Object.values(snapshot.series).filter(
      (series) => pointsOf(series, snapshot.inputs).at(-1)?.date === '2026-09-24',
    );
    expect(nine).toHaveLength(9);
    expect(en.text.match(/noobservationsince24September2026/g)?.length).toBeGreaterThanOrEqual(9);
  });

  test('five editions made again from their own folders are the same to the byte', async () => {
    const app = openApp(root, stillEffects());
    for (const week of ['2026-W27', '2026-W31', '2026-W32', '2026-W37', '2026-W40']) {
      if (!(await app.archive.list()).some((one) => one.edition === week))
        await app.build({ week, draft: false });
      expect(await app.replay(week)).toMatchObject({ edition: week, identical: true, findings: [] });
    }
  });
});
