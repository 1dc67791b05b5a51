import { expect, test } from 'vitest';
import type { Brief } from '../../src/model/brief.ts';
import { fridays, type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';
import { composed, textOf, wholeText } from './sample-desk.ts';

/** Fridays fall for a year and more; the Thursday before the last Friday is lower than it. */
const daily: MadeSeries = {
  id: 'al_lme_3m',
  points: weekdays('2024-01-01', '2025-06-12', (index) => (index % 5 === 3 ? 100 : 9000 - index)).concat([
    ['2025-06-13', 8000],
  ]),
};

function titleOf(series: MadeSeries, language: 'en' | 'zh'): string {
  const charts = [{ id: 'chart', kind: 'line' as const, series: [series.id], years: 3 }];
  return titlesIn(composed(snapshotOf({ week: '2025-W24', series: [series], charts }), language).brief);
}

function titlesIn(brief: Brief): string {
  return brief.sections
    .flatMap((section) => section.blocks)
    .flatMap((block) => (block.kind === 'charts' ? block.charts : []))
    .map((chart) => textOf(chart.title))
    .join('\n');
}

test('a daily series that was lower on a day between is called lowest among weekly values only', () => {
  expect(titleOf(daily, 'en')).toMatch(/, lowest weekly close shown$/);
  expect(titleOf(daily, 'zh')).toMatch(/，为图示期间周收盘最低$/);
  expect(titleOf({ ...daily, quote: 'mid' }, 'en')).toMatch(/, lowest week-end level shown$/);
  expect(titleOf({ ...daily, quote: 'mid' }, 'zh')).toMatch(/，为图示期间周度最低$/);
});

test('a weekly series has no days between', () => {
  const points = fridays('2025-W24', [10, ...Array.from({ length: 40 }, (_, at) => 100 - at), 50]);
  const weekly: MadeSeries = { id: 'cu_stk', frequency: 'weekly', kind: 'stock', unit: 't', points };
  expect(titleOf({ ...weekly, points: [...points.slice(0, -1), ['2025-06-13', 20]] }, 'en')).toMatch(
    /, lowest since August 2024$/,
  );
});

test('a monthly series is told by months', () => {
  const months = Array.from({ length: 20 }, (_, at) => at).map((at): [string, number] => {
    const month = new Date(Date.UTC(2023, 9 + at, 28)).toISOString().slice(0, 10);
    return [month, at === 0 ? 900 : 100 + at];
  });
  const output: MadeSeries = {
    id: 'cu_out',
    frequency: 'monthly',
    kind: 'output',
    unit: 't',
    points: months,
  };
  expect(titleOf(output, 'en')).toMatch(/, highest since October 2023$/);
  expect(titleOf(output, 'zh')).toMatch(/，为2023年10月以来最高$/);
});

test('a week in which every venue of a group was closed says so, not that there is no data', () => {
  const snapshot = snapshotOf({
    week: '2024-W40',
    series: [{ id: 'cu_shfe', venue: 'shfe', points: fridays('2024-W39', [77_000, 78_000]) }],
    closed: { shfe: ['2024-09-30', '2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04'] },
  });
  const [en, zh] = (['en', 'zh'] as const).map((language) => {
    const { brief } = composed(snapshot, language);
    const bulk = brief.sections.filter((section) => section.id === 'bulk');
    return wholeText({ ...brief, sections: bulk });
  });
  expect(en).toContain('Closed: Name of cu_shfe');
  expect(en).not.toContain('No series of this section');
  expect(zh).toContain('休市：cu_shfe的名称');
  expect(zh).not.toContain('尚无数据');
});
