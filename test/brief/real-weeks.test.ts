import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { compose } from '../../src/brief/index.ts';
import { previousWeek } from '../../src/calendar/week.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { gate } from '../../src/snapshot/gate.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';

describe.skipIf(!hasRealDesk())('on real prices', () => {
  test('a brief can be composed of a week in every quarter since 2015, and no gate holds it', async () => {
    let composed = 0;
    for (let week = '2026-W40'; week >= '2015-W05'; week = previousWeek(week, 13)) {
      const snapshot = await realSnapshot(week);
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
});
