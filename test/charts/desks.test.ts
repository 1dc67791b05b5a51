import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { type Chart, chartFor, countMarks, drawChart, moversChart } from '../../src/charts/index.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { sampleSnapshot } from '../brief/sample-desk.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { faultsOf } from './drawing.ts';

function chartsOf(snapshot: Snapshot, language: Language): Chart[] {
  const analysis = analyze(snapshot);
  return [
    moversChart(analysis, language),
    ...snapshot.metals.flatMap((metal) =>
      metal.charts.map((line) => chartFor(line, snapshot, analysis, language)),
    ),
  ];
}

/** Draws all that have a picture; what is wrong with any of them. */
async function faults(charts: readonly Chart[]): Promise<string[]> {
  const found: string[] = [];
  for (const { block, spec } of charts) {
    if (spec === undefined) {
      if (!block.missing) found.push(`${block.id}: neither picture nor reason`);
      continue;
    }
    const svg = await drawChart(spec, block.id);
    if (countMarks(svg) === 0) found.push(`${block.id}: no marks`);
    if (svg.length > 15_000) found.push(`${block.id}: ${svg.length} bytes`);
    found.push(...faultsOf(svg).map((fault) => `${block.id}: ${fault}`));
  }
  return found;
}

describe.each(LANGUAGES)('the sample week in %s', (language) => {
  it('has charts enough, of many kinds, each whole', async () => {
    const charts = chartsOf(await sampleSnapshot(), language);
    const pictured = charts.filter((chart) => chart.spec !== undefined);
    expect(pictured.length).toBeGreaterThanOrEqual(25);
    expect(new Set(pictured.map(({ block }) => block.kind)).size).toBeGreaterThanOrEqual(6);
    expect(await faults(charts)).toEqual([]);
  });
});

describe.runIf(hasRealDesk())('the real desk', () => {
  for (const week of ['2026-W27', '2026-W37']) {
    it(`has whole charts without an illustrative mark in ${week}`, async () => {
      for (const language of LANGUAGES) {
        const charts = chartsOf(await realSnapshot(week), language);
        expect(charts.filter((chart) => chart.spec !== undefined).length).toBeGreaterThanOrEqual(18);
        expect(charts.some(({ block }) => block.illustrative)).toBe(false);
        expect(await faults(charts)).toEqual([]);
      }
    });
  }
});
