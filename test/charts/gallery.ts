import type { Analysis } from '../../src/model/analysis.ts';
import type { ChartLine } from '../../src/model/catalog.ts';
import { chartLine, type Made, market } from './market.ts';

const MT = { printUnit: { en: 'kt', zh: '万吨' }, unit: 't', decimals: { en: 1, zh: 2 } };
const RMB = { unit: 'CNY/t', printUnit: { zh: '万元/吨' }, decimals: { en: 0, zh: 2 } };

/** A made-up market with every situation a chart must stand: gaps, negatives, stillness, made-up history, two units. */
const SERIES: readonly Made[] = [
  { id: 'cu_lme', name: { en: 'LME copper 3M', zh: 'LME铜3个月' }, level: 9647.5, weekChange: '-0.24', ytdChange: '10.1' },
  { id: 'cu_shfe', name: { en: 'SHFE copper', zh: '沪铜主力' }, ...RMB, level: 78010, phase: 0.4, weekChange: '-1.17', ytdChange: '5.8' },
  { id: 'cu_made', name: { en: 'COMEX copper', zh: 'COMEX铜' }, illustrative: 261, unit: 'USD/lb', level: 4.81 },
  { id: 'cu_open', name: { en: 'World Bank copper', zh: '世界银行铜价' }, everyDays: 30, weeks: 60, level: 9500, end: '2025-05-31' },
  { id: 'cu_tc', name: { en: 'Imported concentrate TC index', zh: '进口铜精矿加工费周度指数' }, kind: 'fee', unit: 'USD/dmt', level: -44.75, trend: -1.6, wave: 0.5, change: 'abs' },
  { id: 'cu_social', kind: 'stock', name: { en: 'SMM social stock', zh: '社会库存' }, ...MT, level: 144800, wave: 0.6, trend: -0.4, season: true, change: 'pct' },
  { id: 'cu_social_made', kind: 'stock', name: { en: 'SMM social stock', zh: '社会库存' }, ...MT, level: 144800, wave: 0.6, trend: -0.4, season: true, illustrative: 261 },
  { id: 'cu_lme_stk', kind: 'stock', name: { en: 'LME', zh: 'LME' }, ...MT, level: 114475, wave: 0.5, trend: -0.5 },
  { id: 'cu_shfe_stk', kind: 'stock', name: { en: 'SHFE', zh: '上期所' }, ...MT, level: 101943, wave: 0.6, phase: 1, trend: 0.1, without: (n) => n > 120 && n < 135 },
  { id: 'cu_comex_stk', kind: 'stock', name: { en: 'COMEX', zh: 'COMEX' }, unit: 'short ton', ...{ printUnit: MT.printUnit, decimals: MT.decimals }, level: 190000, phase: 2, trend: 0.8 },
  { id: 'al_lme', metal: 'aluminum', name: { en: 'LME aluminum 3M', zh: 'LME铝3个月' }, level: 2503, weekChange: '2.10', ytdChange: '-1.9', phase: 2 },
  { id: 'au_comex', metal: 'gold', name: { en: 'COMEX gold', zh: 'COMEX黄金' }, unit: 'USD/ozt', level: 3452.6, trend: 0.6, weekChange: '3.16', ytdChange: '30.7', wave: 0.05 },
  { id: 'us_tips', metal: 'macro', kind: 'rate', name: { en: 'US 10-year real yield', zh: '美国10年期实际利率' }, unit: '%', level: 2.05, trend: 1.4, wave: 0.2, change: 'bp' },
  { id: 're_ndpr', metal: 'rare_earths', name: { en: 'NdPr oxide', zh: '氧化镨钕' }, ...RMB, level: 445000, phase: 3, weekChange: '0.50', ytdChange: '11.2' },
  { id: 're_ndpr_m', metal: 'rare_earths', name: { en: 'NdPr metal', zh: '金属镨钕' }, ...RMB, level: 540000, phase: 3.1, weekChange: '0.3', ytdChange: '10.5' },
  { id: 'sb_cn', metal: 'antimony', name: { en: 'Antimony ingot', zh: '锑锭' }, ...RMB, level: 189500, trend: 0.6, weekChange: '-2.57', ytdChange: '33.4', weeks: 200, without: (n) => n > 60 && n < 95 },
  { id: 'sb_still', metal: 'antimony', name: { en: 'Antimony Rotterdam', zh: '鹿特丹锑' }, level: 60000, wave: 0, trend: 0, weeks: 100, weekChange: '0', ytdChange: '51.3', against: '2025-06-05' },
  { id: 'li_carb', metal: 'lithium', name: { en: 'Lithium carbonate, battery grade', zh: '电池级碳酸锂' }, ...RMB, level: 60400, trend: -1.2, weekChange: '0.40', ytdChange: '-19.6' },
  { id: 'li_hyd', metal: 'lithium', name: { en: 'Lithium hydroxide', zh: '电池级氢氧化锂' }, ...RMB, level: 66000, trend: -1.1, phase: 0.3, weekChange: '-2.18', ytdChange: '-5.7' },
  { id: 'li_out', metal: 'lithium', kind: 'output', name: { en: 'Carbonate weekly output', zh: '碳酸锂周度产量' }, unit: 't', decimals: { en: 0, zh: 0 }, level: 18127 },
  { id: 'ni_lme', metal: 'nickel', name: { en: 'LME nickel 3M', zh: 'LME镍3个月' }, level: 15100, weekChange: '-2.50', ytdChange: '-1.5', weeks: 13 },
  { id: 'co_metal', metal: 'cobalt', name: { en: 'Cobalt, Changjiang', zh: '长江钴' }, ...RMB, level: 233500, weekChange: '0', ytdChange: '37.4' },
  { id: 'tin_one', metal: 'tin', name: { en: 'SHFE tin', zh: '沪锡主力' }, ...RMB, level: 265000, weeks: 1 },
  { id: 'tb_dy', metal: 'rare_earths', name: { en: 'Tb ÷ Dy oxide', zh: '铽镝比' }, unit: '1', derived: 'ratio', of: ['re_ndpr', 're_ndpr_m'], level: 4.2, decimals: { en: 2, zh: 2 } },
  { id: 'cu_sum', name: { en: 'Visible copper stock', zh: '显性铜库存' }, ...MT, derived: 'sum', of: ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk'], level: 388803 },
  { id: 'never', name: { en: 'Never observed', zh: '从未观测' }, weeks: 0 },
];

export function gallery(): { readonly analysis: Analysis; readonly lines: readonly ChartLine[] } {
  const named = (id: string, kind: ChartLine['kind'], series: string[], more: Partial<ChartLine> = {}) => ({
    ...chartLine(kind, series, more),
    id,
  });
  return {
    analysis: market(SERIES),
    lines: [
      named('one', 'line', ['cu_lme']),
      named('made', 'line', ['cu_made'], { years: 3 }),
      named('open', 'line', ['cu_made'], { instead: ['cu_open'] }),
      named('dual', 'line', ['cu_lme'], { right: ['cu_shfe'], years: 3 }),
      named('dual_yield', 'line', ['au_comex'], { right: ['us_tips'], years: 5 }),
      named('two', 'line', ['li_carb', 'li_hyd'], { years: 3 }),
      named('gaps', 'line', ['sb_cn'], { years: 3 }),
      named('still', 'line', ['sb_still'], { years: 1 }),
      named('quarter', 'line', ['ni_lme'], { years: 1 }),
      named('single', 'line', ['tin_one'], { years: 1 }),
      named('long', 'line', ['re_ndpr', 're_ndpr_m', 'sb_cn', 'co_metal'], { years: 5 }),
      named('season', 'seasonal', ['cu_social']),
      named('season_made', 'seasonal', ['cu_social_made']),
      named('fee', 'spread', ['cu_tc'], { years: 3 }),
      named('stack', 'stacked', ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk'], { years: 3 }),
      named('months', 'compare', ['li_out']),
      named('year', 'compare', ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk']),
      named('ratio', 'ratio', ['tb_dy'], { years: 3 }),
      named('spots', 'scatter', ['cu_lme', 'cu_shfe', 'al_lme', 'au_comex', 're_ndpr', 're_ndpr_m', 'sb_cn', 'sb_still', 'li_carb', 'li_hyd', 'ni_lme', 'co_metal']),
      named('bars', 'movers', ['cu_lme', 'al_lme', 'au_comex', 're_ndpr', 'sb_cn', 'sb_still', 'li_carb', 'ni_lme', 'co_metal']),
      named('nothing', 'line', ['never']),
    ],
  };
}
