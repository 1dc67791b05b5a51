import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTimeZone } from '../../src/calendar/time-zone.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { programRoot } from '../../src/program.ts';

const data = join(programRoot(), 'data');
const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
const series = [...catalog.series.values()];
const charts = catalog.metals.flatMap((metal) =>
  metal.charts.map((chart) => ({ ...chart, metal: metal.metal })),
);

/** The series a metals desk's weekly can cover. */
const COVERED = `
cu_lme_3m cu_shfe cu_comex cu_spot_prem cu_lme_c3 cu_yangshan cu_tc_idx cu_social cu_bonded cu_lme_stk cu_shfe_stk
cu_comex_stk cu_rod_op cu_cable_op cu_anode_op cu_scrap_spd cu_import_pl al_lme_3m al_shfe al_social al_billet
al_lme_stk al_shfe_stk al_alumina al_alumina_op al_bauxite_port al_proc_op al_margin au_comex au_sge au_spdr us_tips10
au_cot au_comex_stk ag_comex ag_shfe dxy usdcny re_ndpr_ox re_ndpr_m re_dy_ox re_tb_ox re_dy_eu re_tb_eu re_ndo_eu
re_mag_exp sb_ingot_cn sb_conc_cn sb_oxide_cn sb_rdam sb_stk_ingot sb_stk_oxide sb_op mo_conc mo_femo_cn mo_oxide
mo_femo_eu mo_tender w_conc w_apt_cn w_apt_eu sn_shfe li_carb_bg li_carb_ig li_hydrox li_gfex li_spod li_output
li_stock li_warrant co_metal co_mhp ni_lme_3m ni_lme_stk`
  .trim()
  .split(/\s+/);
/** Those of a desk that reads exchanges, KOMIS and LBMA instead. */
const FROM_PUBLIC_SOURCES = `
ag_spot al_lme_cash au_lbma_pm au_spot co_metal_rdam cu_comex_stk_cme cu_lme_cancelled cu_lme_cash cu_shfe_warrant
li_carb_cif li_hydrox_fob mo_conc_exw pb_lme_3m re_dy_ox_fob re_nd_ox_cn re_nd_ox_fob re_pr_ox_cn re_pr_ox_fob
re_tb_ox_fob sb_ingot_fob zn_lme_3m`
  .trim()
  .split(/\s+/);
/** Held against the totals they belong to, printed nowhere. */
const FOR_CHECKS = ['cu_three_stk', 'li_stock_smelter', 'li_stock_downstream', 'li_stock_other'];
/** Other columns of the foreign files that the desk's series come from. */
const FROM_FOREIGN_FILES = ['au_monthly', 'au_wb_kept', 're_ce_ox_cn', 're_la_ox_cn'];
const OPEN = ['cu_wb', 'al_wb', 'zn_wb', 'pb_wb', 'ni_wb', 'sn_wb', 'au_wb', 'ag_wb'];

describe('the built-in catalog', () => {
  test('covers every series a desk may have, and no other', () => {
    expect(COVERED).toHaveLength(74);
    expect(series.map(({ id }) => id).sort()).toEqual(
      [...COVERED, ...FROM_PUBLIC_SOURCES, ...FOR_CHECKS, ...FROM_FOREIGN_FILES, ...OPEN].sort(),
    );
  });

  test('keeps what only serves a check out of the tables', () => {
    for (const id of FOR_CHECKS) expect(catalog.series.get(id)).toMatchObject({ background: true });
  });

  test('marks the open monthly series open, and keeps them out of the tables', () => {
    for (const id of OPEN) {
      expect(catalog.series.get(id)).toMatchObject({
        background: true,
        frequency: 'monthly',
        source: { licence: 'open' },
      });
    }
  });

  test('says every change in a way that fits the kind', () => {
    expect(series.length).toBeGreaterThan(100);
    for (const { id, kind, change, range } of series) {
      if (kind === 'oprate') expect(change, id).toBe('pp');
      if (kind === 'rate') expect(change, id).toBe('bp');
      if (['premium', 'spread', 'fee', 'position', 'etf'].includes(kind)) expect(change, id).toBe('abs');
      // A per cent change of something that can pass through nought means nothing.
      if (range[0] < 0) expect(change, id).not.toBe('pct');
      if (kind === 'price') expect([change, range[0] > 0], id).toEqual(['pct', true]);
    }
  });

  test('gives each series a short name of its own in each language', () => {
    for (const language of LANGUAGES) {
      const names = [...series, ...catalog.derived.values()].map((one) => (one.short ?? one.name)[language]);
      expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
      expect(names.filter((name) => name.length > 30)).toEqual([]);
    }
  });

  test('writes Chinese in Chinese: no Latin punctuation, no English left over', () => {
    for (const { id, name, basis, source } of series) {
      const texts = [name.zh, basis?.zh ?? '', source.lag.zh];
      expect(
        texts.filter((text) => /[,;]|[一-鿿]\(|\)[一-鿿]/.test(text)),
        id,
      ).toEqual([]);
      expect(name.zh, id).toMatch(/[一-鿿]/);
    }
  });

  test('says of every source when its values are known, in words and as data that agree', () => {
    expect(series.length).toBeGreaterThan(100);
    for (const { id, source } of series) {
      const { lag, publication } = source;
      if (publication === undefined) throw new Error(`${id} has no publication`);
      const words = lag.en.toLowerCase();
      const delayed = 'after' in publication ? publication.after > 0 : true;
      const monthly = publication.by === 'month' || publication.by === 'month-session';
      if (/next (working )?day/.test(words)) expect(delayed, id).toBe(true);
      if (/same day|of the day\b|after the/.test(words))
        expect([delayed, publication.by], id).toEqual([false, 'day']);
      expect(monthly, id).toBe(/next month/.test(words));
      const [, time] = /(\d\d:\d\d)/.exec(words) ?? [];
      if (time !== undefined) {
        expect(publication.at >= time, id).toBe(true);
        expect(Number(publication.at.slice(0, 2)) - Number(time.slice(0, 2)), id).toBeLessThan(1);
        // What both languages say of the hour is one.
        expect(lag.zh, id).toContain(time.replace(/^0/, ''));
      }
      for (const [word, zone] of [
        ['london', 'Europe/London'],
        ['new york', 'America/New_York'],
        ['beijing', 'Asia/Shanghai'],
      ] as const) {
        if (words.includes(word)) expect(publication.zone, id).toBe(zone);
      }
      expect(isTimeZone(publication.zone), id).toBe(true);
    }
  });

  test('names real calendars that cover the sample week and the year 2026', () => {
    for (const { id, venue } of series) {
      const calendar = catalog.calendars.get(venue);
      expect(calendar, id).toBeDefined();
      expect((calendar?.coveredThrough ?? '') >= '2026-12-31', venue).toBe(true);
    }
    const used = new Set(series.map(({ venue }) => venue));
    expect([...catalog.calendars.keys()].filter((venue) => !used.has(venue))).toEqual([]);
  });

  test('lets each of the seven metals speak of what either desk has', () => {
    const core = catalog.metals.filter((metal) => metal.core);
    expect(core.map(({ metal }) => metal)).toEqual([
      'copper',
      'aluminum',
      'gold',
      'rare_earths',
      'antimony',
      'molybdenum',
      'lithium',
    ]);
    const real = new Set([...FROM_PUBLIC_SOURCES, 'cu_lme_3m', 'al_lme_3m']);
    for (const { metal, paragraph } of core) {
      expect(paragraph.filter((id) => COVERED.includes(id)).length, metal).toBeGreaterThan(1);
      expect(paragraph.filter((id) => real.has(id)).length, metal).toBeGreaterThan(0);
      expect(new Set(paragraph).size, metal).toBe(paragraph.length);
    }
  });

  test('has charts enough, of kinds enough, each with data on some desk', () => {
    expect(charts.length).toBeGreaterThanOrEqual(24);
    expect(new Set(charts.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(7);
    const fed = (id: string): boolean =>
      [...COVERED, ...FROM_PUBLIC_SOURCES, ...OPEN].includes(id) ||
      (catalog.derived.get(id)?.of.every(fed) ?? false);
    for (const { id, series: charted, instead = [] } of charts) {
      expect(charted.some(fed), id).toBe(true);
      for (const open of instead) expect(OPEN.includes(open) || open === 'au_ag_wb', id).toBe(true);
    }
  });

  test('charts on one axis only what has one unit and one kind of number', () => {
    for (const { id, kind, series: charted, right = [] } of charts) {
      if (kind === 'scatter' || kind === 'movers') continue;
      for (const axis of [charted, right]) {
        const units = axis.map((one) => (catalog.series.get(one) ?? catalog.derived.get(one))?.unit);
        expect(new Set(units).size, id).toBeLessThanOrEqual(1);
      }
    }
  });
});
