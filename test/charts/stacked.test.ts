import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { chartFor, drawChart } from '../../src/charts/index.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { fridays, type MadeSeries, snapshotOf } from '../support/snapshot.ts';
import { faultsOf } from './drawing.ts';
import { chartLine } from './market.ts';

const WEEK = '2025-W24';

/** What stands in the picture; its bold numbers are the labels' of the parts and of the total. */
async function labelsOf(snapshot: Snapshot, ids: string[]) {
  const chart = chartFor(chartLine('stacked', ids, { years: 3 }), snapshot, analyze(snapshot), 'en');
  const svg = await drawChart(chart.spec ?? fail(chart.block.missing), 'stack');
  expect(faultsOf(svg)).toEqual([]);
  const all = [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)];
  const bold = all.filter((match) => /font-weight/.test(match[1] ?? '')).map((match) => match[2] ?? '');
  return {
    finding: chart.finding,
    source: chart.block.source,
    texts: all.map((match) => match[2] ?? ''),
    numbers: bold.map((text) => Number(text.replaceAll(',', ''))),
  };
}

/** Whether the largest is the sum of the others, but for rounding. */
function addsUp(numbers: readonly number[]): void {
  const total = Math.max(...numbers);
  const parts = numbers.reduce((sum, number) => sum + number, 0) - total;
  expect(Math.abs(parts - total)).toBeLessThan(0.2);
}

describe('the labels of a stack', () => {
  const rising = (count: number, level: number) => Array.from({ length: count }, (_, n) => level + n);
  const stock = (id: string, points: MadeSeries['points'] = []): MadeSeries => ({
    id,
    kind: 'stock',
    unit: 't',
    decimals: { en: 0, zh: 0 },
    name: { en: `Stock ${id}`, zh: `库存${id}` },
    points,
  });
  const made = (b: MadeSeries['points']): Snapshot =>
    snapshotOf({
      week: WEEK,
      series: [stock('a', fridays(WEEK, rising(60, 1000))), stock('b', b)],
      derived: [
        {
          id: 'd',
          formula: 'sum',
          of: ['a', 'b'],
          name: { en: 'Both stocks', zh: '合计' },
          unit: 't',
          decimals: { en: 0, zh: 0 },
          change: 'pct',
        },
      ],
    });

  it('add up to the total', async () => {
    const { numbers } = await labelsOf(made(fridays(WEEK, rising(60, 500))), ['a', 'b']);
    expect(numbers.toSorted((a, b) => a - b)).toEqual([559, 1059, 1618]);
  });

  it('are of the last week that has a total where a part has stopped, and dated', async () => {
    const stopped = await labelsOf(made(fridays('2025-W20', rising(56, 500))), ['a', 'b']);
    expect(stopped.numbers.toSorted((a, b) => a - b)).toEqual([555, 1055, 1610]);
    expect(stopped.texts).toContain('16 May 2025');
    expect(stopped.source).toContain('16 May 2025');
  });
});

describe.runIf(hasRealDesk())('the visible copper stock of the real desk', () => {
  for (const week of ['2026-W27', '2026-W28', '2026-W31', '2026-W37']) {
    it(`adds up in ${week}`, async () => {
      const ids = ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk'];
      const { numbers, finding } = await labelsOf(await realSnapshot(week), ids);
      expect(numbers).toHaveLength(4);
      expect(finding).toMatchObject({ kind: 'total', total: { series: 'cu_visible' } });
      addsUp(numbers);
    });
  }
});

function fail(why = 'no picture'): never {
  throw new Error(why);
}
