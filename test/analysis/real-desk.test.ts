import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import type { SeriesAnalysis } from '../../src/model/analysis.ts';
import { hasRealDesk, realRows, realSnapshot } from '../support/real-desk.ts';

const DAILY = 'exchange-daily.csv';
const MINOR = 'minor-and-energy.csv';

describe.skipIf(!hasRealDesk())('the real desk', () => {
  const analyzed = async (week: string) => analyze(await realSnapshot(week));
  const of = (analysis: Awaited<ReturnType<typeof analyzed>>, id: string): SeriesAnalysis => {
    const series = analysis.series.get(id);
    if (!series) throw new Error(`no series ${id}`);
    return series;
  };
  const on = (rows: readonly { date: string; value: number }[], date: string): number => {
    const row = rows.find((one) => one.date === date);
    if (!row) throw new Error(`no row on ${date}`);
    return row.value;
  };

  it('in 2026-W27 moves as its files say, over every span', async () => {
    const copper = of(await analyzed('2026-W27'), 'cu_lme_3m');
    const rows = await realRows(DAILY, 'cu_lme_3m');
    const last = on(rows, '2026-07-03');
    for (const [span, date] of [
      ['week', '2026-06-26'],
      ['four-weeks', '2026-06-05'],
      ['quarter', '2026-06-30'],
      ['ytd', '2025-12-31'],
      ['year', '2025-07-04'],
    ] as const) {
      const change = copper.changes[span];
      expect([span, change?.from.date, change?.to.date]).toEqual([span, date, '2026-07-03']);
      expect(Number(change?.value)).toBeCloseTo((last / on(rows, date) - 1) * 100, 9);
    }
    expect(copper.freshness).toBe('fresh');
    expect(copper.z).toBeCloseTo(Number(copper.changes.week?.value) / (copper.sd ?? 0), 9);
    expect(copper.weekly.length).toBeGreaterThan(300);
  });

  it('in 2026-W27 has a range and a volatility that its rows bear out', async () => {
    const { series, figures } = await analyzed('2026-W27');
    const rows = (await realRows(DAILY, 'cu_lme_3m')).filter((row) => row.date <= '2026-07-03');
    const year = rows.filter((row) => row.date >= '2025-07-04').map((row) => row.value);
    const [low, high] = [Math.min(...year), Math.max(...year)];
    const value = (metric: string) => Number(figures.get(`cu_lme_3m.${metric}`)?.value);
    expect([value('low52'), value('high52')]).toEqual([low, high]);
    expect(value('position52')).toBeCloseTo(((on(rows, '2026-07-03') - low) / (high - low)) * 100, 9);
    expect(value('volatility')).toBeGreaterThan(5);
    expect(value('volatility')).toBeLessThan(60);
    expect(series.get('cu_lme_stk')?.season?.years).toEqual([2021, 2025]);
  });

  it('rests on nothing made up', async () => {
    const { figures, series, notable } = await analyzed('2026-W27');
    expect(figures.size).toBeGreaterThan(200);
    expect([...figures.values()].filter((figure) => figure.illustrative)).toEqual([]);
    expect([...series.values()].flatMap((one) => one.weekly).some((point) => point.illustrative)).toBe(false);
    expect(notable.length).toBeGreaterThan(10);
  });

  it('adds the visible copper stock of what the three exchanges last reported, changes too', async () => {
    const analysis = await analyzed('2026-W27');
    const visible = of(analysis, 'cu_visible');
    const parts = ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk'].map((id) => of(analysis, id));
    const total = (values: ReadonlyArray<string | undefined>) =>
      values.reduce((sum, value) => sum + Number(value), 0);
    expect(parts.map((part) => part.last?.date)).toEqual(['2026-07-03', '2026-07-03', '2026-06-30']);
    expect(visible.last?.date).toBe('2026-07-03');
    expect(Number(visible.last?.value)).toBeCloseTo(total(parts.map((part) => part.last?.value)), 6);
    const { from, to } = visible.changes.week ?? {};
    const moved = parts.map(({ changes: { week } }) =>
      String(Number(week?.to.value) - Number(week?.from.value)),
    );
    expect(Number(to?.value) - Number(from?.value)).toBeCloseTo(total(moved), 6);
    expect(visible.changes).not.toHaveProperty('since-monday');
  });

  it('in 2026-W37 knows that cobalt has stood still since 10 August and calls it suspicious', async () => {
    const { series, figures } = await analyzed('2026-W37');
    const cobalt = series.get('co_metal_rdam');
    const rows = await realRows(MINOR, 'co_metal_rdam');
    const count = rows.filter((row) => row.date >= '2026-08-10' && row.date <= '2026-09-11').length;
    expect(count).toBeGreaterThan(20);
    expect(cobalt?.unchanged).toMatchObject({ since: '2026-08-10', suspicious: true });
    expect(figures.get('co_metal_rdam.quotations')?.value).toBe(String(count));
    expect(figures.get('co_metal_rdam.last')?.check).toBe('warned');
    expect(Number(cobalt?.changes.week?.value)).toBe(0);
    expect(cobalt?.streak).toBeUndefined();
  });

  it('in 2026-W40 has nine series whose last observation is of 24 September, and says no change of them', async () => {
    const { series } = await analyzed('2026-W40');
    const ended = [...series.values()].filter((one) => 'kind' in one.spec && one.last?.date === '2026-09-24');
    expect(ended.map((one) => one.id).sort()).toEqual([
      'co_metal_rdam',
      'li_carb_cif',
      'li_hydrox_fob',
      'mo_conc_exw',
      're_dy_ox_fob',
      're_nd_ox_fob',
      're_pr_ox_fob',
      're_tb_ox_fob',
      'sb_ingot_fob',
    ]);
    for (const one of ended) {
      expect([one.id, one.freshness, one.noChange.week]).toEqual([one.id, 'stale', 'no-observation']);
      expect(Object.keys(one.changes)).toEqual([]);
    }
  });
});
