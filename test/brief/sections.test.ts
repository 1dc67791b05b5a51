import { describe, expect, test } from 'vitest';
import type { Block, Brief } from '../../src/model/brief.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { fridays, type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';
import { composed, sampleSnapshot, textOf, wholeText } from './sample-desk.ts';

type Table = Extract<Block, { kind: 'table' }>;

const price: MadeSeries = { id: 'cu_lme_3m', points: fridays('2025-W24', [9500, 9670.5, 9647.5]) };

test('the headline claims a history only where there is one to measure by', () => {
  const young = composed(snapshotOf({ week: '2025-W24', series: [price] }), 'en');
  expect(textOf(young.brief.cover.headline)).toMatch(/, the week’s largest price move$/);
  const swings = Array.from({ length: 60 }, (_, at) => 9600 + (at % 2) * 20);
  const grown = snapshotOf({
    week: '2025-W24',
    series: [{ id: 'cu_lme_3m', points: fridays('2025-W24', [...swings, 9670.5, 9447.5]) }],
  });
  expect(textOf(composed(grown, 'en').brief.cover.headline)).toMatch(/relative to its own history$/);
});

test('three per cent is not edging, however wild the history', () => {
  const wild = Array.from({ length: 60 }, (_, at) => 20_000 + (at % 2) * 9000);
  const snapshot = snapshotOf({
    week: '2025-W24',
    series: [{ id: 'ni_lme_3m', points: fridays('2025-W24', [...wild, 20_000, 20_500]) }],
  });
  const said = wholeText(composed(snapshot, 'en').brief);
  expect(said).toContain('rose ');
  expect(said).not.toMatch(/edge[sd] up/);
});

describe('the sample brief', () => {
  test('has every section of the desk and a part for each metal with data, in print order', async () => {
    const { brief } = composed(await sampleSnapshot(), 'en');
    expect(brief.sections.map((section) => section.id)).toEqual([
      'dashboard',
      'inventories',
      'macro',
      'bulk',
      'copper',
      'aluminum',
      'gold',
      'silver',
      'minor',
      'rare_earths',
      'antimony',
      'molybdenum',
      'tungsten',
      'tin',
      'energy',
      'lithium',
      'cobalt',
      'nickel',
      'method',
      'data-notes',
      'disclaimer',
    ]);
  });

  test('is led by gold, whose move was really observed', async () => {
    const { brief } = composed(await sampleSnapshot(), 'en');
    expect(textOf(brief.cover.headline)).toMatch(/^COMEX gold \w+ 3\.16% to 3,452\.60.USD\/oz/);
    expect(brief.cover.points.length).toBeGreaterThanOrEqual(4);
    expect(brief.cover.points.length).toBeLessThanOrEqual(6);
  });

  test('draws at least 18 charts of at least 6 kinds, each once, each with a title', async () => {
    const { brief, charts } = composed(await sampleSnapshot(), 'zh');
    const blocks = brief.sections.flatMap((section) => section.blocks).flatMap(chartsIn);
    expect(charts.length).toBeGreaterThanOrEqual(18);
    expect(new Set(blocks.map((chart) => chart.kind)).size).toBeGreaterThanOrEqual(6);
    expect(new Set(charts.map((chart) => chart.id)).size).toBe(charts.length);
    expect(blocks.filter((chart) => textOf(chart.title) === '')).toEqual([]);
  });

  test('is the same when composed twice', async () => {
    const snapshot = await sampleSnapshot();
    expect(JSON.stringify(composed(snapshot, 'zh'))).toBe(JSON.stringify(composed(snapshot, 'zh')));
  });

  test('prints the figures of the week where readers look for them', async () => {
    const chinese = wholeText(composed(await sampleSnapshot(), 'zh').brief);
    for (const words of ['9,647.50', '−0.24%', '铜', '碳酸锂', '−44.75美元/干吨', '14.48万吨'])
      expect(chinese).toContain(words);
  });
});

describe.runIf(hasRealDesk())('the real desk', () => {
  test('says of cobalt since when and for how many quotations it has not moved, and never calls it stable', async () => {
    const { brief } = composed(await realSnapshot('2026-W37'), 'en');
    const text = wholeText(brief);
    expect(text).toMatch(/Cobalt metal[^\n]* unchanged since 10 August 2026 \(\d+ quotations\)/);
    expect(text).toMatch(/Cobalt metal[^\n]* its source may no longer be refreshed/);
    expect(text.toLowerCase()).not.toContain('stable');
  });

  test('fills the price rows of nine silent series with the day of their last observation', async () => {
    const { brief } = composed(await realSnapshot('2026-W40'), 'en');
    const prices = tableOf(brief, 'prices');
    const silent = prices.groups
      .flatMap((group) => group.rows)
      .map((row) => row.cells.at(-1))
      .filter((cell) => textOf(cell?.line ?? []) === 'no observation since 24 September 2026');
    expect(silent).toHaveLength(9);
    expect(silent.every((cell) => cell?.span === prices.columns.length - 2)).toBe(true);
  });

  test('leaves out charts it cannot draw, and says of silent series nothing but their silence', async () => {
    const { brief } = composed(await realSnapshot('2026-W40'), 'en');
    const charts = brief.sections.flatMap((section) => section.blocks).flatMap(chartsIn);
    expect(charts.length).toBeGreaterThan(10);
    expect(charts.filter((chart) => chart.missing !== undefined)).toEqual([]);
    const silent = charts
      .map((chart) => textOf(chart.title))
      .filter((title) => /^No observation/.test(title));
    expect(silent.length).toBeGreaterThan(5);
    expect(silent.filter((title) => !/ since \d+ \w+ \d{4}$/.test(title))).toEqual([]);
  });

  test('names no core metal as empty, and marks nothing illustrative', async () => {
    const { brief } = composed(await realSnapshot('2026-W27'), 'zh');
    const ids = brief.sections.map((section) => section.id);
    for (const metal of ['copper', 'aluminum', 'gold', 'rare_earths', 'antimony', 'molybdenum', 'lithium'])
      expect(ids).toContain(metal);
    expect(wholeText(brief)).not.toContain('示意');
    expect(wholeText(brief)).not.toContain('尚无数据');
  });
});

describe.each(LANGUAGES)('what is missing, in %s', (language) => {
  test('a core metal without data and a section without data say so in one line each', () => {
    const snapshot = snapshotOf({ week: '2025-W24', series: [price, { id: 'sb_ingot', metal: 'antimony' }] });
    const { brief } = composed(snapshot, language);
    const antimony = brief.sections.find((section) => section.id === 'antimony');
    expect(antimony?.blocks.map((block) => block.kind)).toEqual(['note']);
    const macro = brief.sections.find((section) => section.id === 'macro');
    expect(macro?.blocks.map((block) => block.kind)).toEqual(['note']);
  });

  test('a desk without any data still has every section', () => {
    const { brief } = composed(snapshotOf({ week: '2025-W24', series: [{ id: 'cu_lme_3m' }] }), language);
    expect(brief.sections.length).toBeGreaterThanOrEqual(8);
    expect(textOf(brief.cover.headline)).not.toBe('');
  });

  test('a venue without a session prints closed, not nought', () => {
    const closed = ['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04', '2024-09-30'];
    const snapshot = snapshotOf({
      week: '2024-W40',
      series: [{ id: 'cu_shfe', venue: 'shfe', points: fridays('2024-W39', [77_000, 78_000]) }],
      closed: { shfe: closed },
    });
    const { brief } = composed(snapshot, language);
    const [row] = tableOf(brief, 'prices').groups.flatMap((group) => group.rows);
    expect(row?.cells.map((cell) => textOf(cell.line))).toContain(language === 'zh' ? '休市' : 'closed');
    expect(wholeText(brief)).toContain(language === 'zh' ? '本周休市' : 'had no session this week');
  });

  test('a total is left out when its parts are more than three days apart', () => {
    const stock: Partial<MadeSeries> = { kind: 'stock', unit: 't', frequency: 'weekly', staleAfterDays: 9 };
    const sum = {
      id: 'cu_visible',
      formula: 'sum' as const,
      of: ['cu_a', 'cu_b'],
      name: { en: 'Visible', zh: '显性' },
      unit: 't',
      decimals: { en: 0, zh: 0 },
      change: 'pct' as const,
    };
    const shown = (lastDay: string): boolean => {
      const { brief } = composed(
        snapshotOf({
          week: '2025-W24',
          series: [
            {
              ...stock,
              id: 'cu_a',
              points: [
                ['2025-06-06', 10],
                ['2025-06-13', 12],
              ],
            },
            {
              ...stock,
              id: 'cu_b',
              points: [
                ['2025-06-06', 20],
                [lastDay, 21],
              ],
            },
          ],
          derived: [sum],
        }),
        language,
      );
      return tableOf(brief, 'inventories')
        .groups.flatMap((group) => group.rows)
        .some((row) => row.series === 'cu_visible');
    };
    expect(shown('2025-06-12')).toBe(true);
    expect(shown('2025-06-09')).toBe(false);
  });

  test('a daily series that stands still is told of in its paragraph and in the notes', () => {
    const points = weekdays('2025-04-01', '2025-06-13', (index) => (index < 20 ? 100 + index : 120));
    const { brief } = composed(
      snapshotOf({ week: '2025-W24', series: [{ id: 'co_metal', points }] }),
      language,
    );
    const since = language === 'zh' ? '自2025年4月29日以来未变动' : 'unchanged since 29 April 2025';
    const text = wholeText(brief);
    expect(text.split(since).length - 1).toBeGreaterThanOrEqual(2);
    expect(text).toContain(
      language === 'zh' ? '来源可能已停止更新' : 'its source may no longer be refreshed',
    );
  });
});

function tableOf(brief: Brief, id: string): Table {
  const table = brief.sections
    .flatMap((section) => section.blocks)
    .find((block): block is Table => block.kind === 'table' && block.id === id);
  if (table === undefined) throw new Error(`no table ${id}`);
  return table;
}

function chartsIn(block: Block) {
  return block.kind === 'charts' ? block.charts : [];
}
