import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { compose } from '../../src/brief/index.ts';
import { previousWeek } from '../../src/calendar/week.ts';
import type { PlacedOverride } from '../../src/catalog/index.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { gate } from '../../src/snapshot/gate.ts';
import { screen } from '../../src/snapshot/screen.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';

/** A tenth of the day before and the day after, in a count that was back at once: the desk leaves it out. */
const DOUBTFUL: PlacedOverride = {
  series: 'cu_lme_cancelled',
  date: '2016-02-24',
  action: 'exclude',
  by: 'the desk',
  reason: 'a tenth of its neighbors',
  expires: '2026-12-31',
  where: 'data/overrides.yaml:1:3',
};

describe.skipIf(!hasRealDesk())('on real prices', () => {
  test('a brief can be composed of a week in every quarter since 2015, and no gate holds it', async () => {
    let composed = 0;
    for (let week = '2026-W40'; week >= '2015-W05'; week = previousWeek(week, 13)) {
      const snapshot = screen(await realSnapshot(week), { overrides: [DOUBTFUL], today: '2026-11-22' });
      expect(gate(snapshot).verdict, week).not.toBe('hold');
      const analysis = analyze(snapshot);
      for (const language of LANGUAGES) {
        const { brief } = compose(snapshot, analysis, language, week);
        expect(brief.cover.headline.length, week).toBeGreaterThan(0);
        composed += 1;
      }
    }
    expect(composed).toBeGreaterThan(80);
  });

  test('a crash is told once for each series, and a band that breaks by the name of its relation', async () => {
    const snapshot = screen(await realSnapshot('2020-W12'), { overrides: [], today: '2026-11-22' });
    const { brief } = compose(snapshot, analyze(snapshot), 'en', '2020-W12');
    const notes = brief.sections.find(({ id }) => id === 'data-notes');
    const lines = (notes?.blocks ?? []).flatMap((block) =>
      block.kind === 'points' ? block.lines.map((runs) => JSON.stringify(runs)) : [],
    );
    const about = lines.filter((line) => /LME copper 3M/.test(line) && /move/.test(line));
    expect(about).toHaveLength(1);
    const band = lines.filter((line) => line.includes('a relation outside its usual band'));
    expect(band).toHaveLength(1);
    expect(band[0]).toContain('SHFE copper against LME import parity');
  });
});
