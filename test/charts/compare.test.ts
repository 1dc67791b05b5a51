import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { type Chart, chartFor, drawChart } from '../../src/charts/index.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { fridays, type MadeSeries, snapshotOf } from '../support/snapshot.ts';
import { faultsOf } from './drawing.ts';
import { chartLine } from './market.ts';

const WEEK = '2025-W24';

async function textsOf(chart: Chart): Promise<string[]> {
  const svg = await drawChart(chart.spec ?? fail(chart.block.missing), 'compare');
  expect(faultsOf(svg)).toEqual([]);
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');
}

function compared(series: readonly MadeSeries[], language: Language = 'en'): Chart {
  const made = snapshotOf({ week: WEEK, series });
  const line = chartLine(
    'compare',
    series.map(({ id }) => id),
  );
  return chartFor(line, made, analyze(made), language);
}

function stock(id: string, points: MadeSeries['points'] = fridays(WEEK, yearOf(100, 120))): MadeSeries {
  const name = { en: `Stock ${id}`, zh: `库存${id}` };
  return { id, kind: 'stock', unit: 't', decimals: { en: 0, zh: 0 }, name, points };
}

/** 53 weeks, all like the first but the last. */
function yearOf(before: number, now: number): number[] {
  return Array.from({ length: 53 }, (_, index) => (index < 52 ? before : now));
}

describe('bars against last year', () => {
  it('leave out a series that is stale', async () => {
    const old = stock('old', fridays('2025-W20', yearOf(500, 600)));
    const chart = compared([old, stock('a'), stock('b')]);
    expect(chart.block.series).toEqual(['a', 'b']);
    const texts = await textsOf(chart);
    expect(texts).toContain('13 June 2025');
    expect(texts).not.toContain('600');
  });

  it('of another date say so beside the name, whichever series comes first', async () => {
    const early = stock('early', [
      ['2024-06-14', 300],
      ['2025-06-05', 310],
      ['2025-06-10', 330],
    ]);
    for (const language of LANGUAGES) {
      const texts = await textsOf(compared([early, stock('a'), stock('b')], language));
      const asides = texts.filter((text) => /10 Jun|6\/10|6月10日/.test(text));
      expect([language, asides.length]).toEqual([language, 1]);
      expect(texts).toEqual(expect.arrayContaining(['330', '300', '120', '100']));
    }
  });

  it('are the two values the change in the title is made of', async () => {
    // Nearest to 364 days before is Monday the 17th; the change goes by the newest on or before the 14th.
    const chart = compared([
      stock('a', [
        ['2024-06-10', 100],
        ['2024-06-17', 140],
        ['2025-06-13', 120],
      ]),
      stock('b'),
    ]);
    expect(await textsOf(chart)).not.toContain('140');
    expect(chart.finding).toMatchObject({ kind: 'comparison', year: 'a.year', direction: 'up' });
  });
});

describe.runIf(hasRealDesk())('the real desk', () => {
  it('in 2026-W27 dates the bar of 30 June, and in 2026-W31 has none of it', async () => {
    for (const [week, shown] of [
      ['2026-W27', 3],
      ['2026-W31', 2],
    ] as const) {
      const real = await realSnapshot(week);
      const line = chartLine('compare', ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk']);
      const chart = chartFor(line, real, analyze(real), 'en');
      expect(chart.block.series).toHaveLength(shown);
      expect((await textsOf(chart)).filter((text) => text.includes('30 Jun'))).toHaveLength(shown - 2);
    }
  });
});

function fail(why = 'no picture'): never {
  throw new Error(why);
}
