import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../src/catalog/index.ts';
import { programRoot } from '../../../src/program.ts';
import { parseUnit } from '../../../src/units/unit.ts';

const data = join(programRoot(), 'data');
const { metals } = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
const relations = metals.flatMap((metal) => metal.relations ?? []);
const derived = metals.flatMap((metal) => metal.derived);
const units = new Map(metals.flatMap(({ series }) => series.map(({ id, unit }) => [id, unit] as const)));

/** The table of cross-checks a metals desk keeps; the level chain is `checks/chain.ts`. */
const TABLE: ReadonlyArray<readonly [row: string, id: string, declared: object]> = [
  [
    'SHFE ÷ LME copper',
    'cu_parity',
    { formula: 'parity', of: ['cu_shfe', 'cu_lme_3m'], fx: 'usdcny', band: [0.92, 1.05] },
  ],
  [
    'SHFE ÷ LME aluminum',
    'al_parity',
    { formula: 'parity', of: ['al_shfe', 'al_lme_3m'], fx: 'usdcny', band: [0.85, 1.1] },
  ],
  [
    'SGE gold against COMEX',
    'au_sge_comex',
    { kind: 'ratio', of: ['au_sge', 'au_comex'], fx: 'usdcny', band: [0.97, 1.03] },
  ],
  [
    'FeMo60 ÷ (60 × concentrate)',
    'mo_femo_conc',
    { formula: 'ratio', of: ['mo_femo_cn', 'mo_conc'], scale: 60, band: [1, 1.2] },
  ],
  ['APT ÷ W concentrate', 'w_apt_conc', { formula: 'ratio', of: ['w_apt_cn', 'w_conc'], band: [1.4, 1.58] }],
  [
    'Sb ingot ÷ concentrate',
    'sb_ingot_conc',
    { formula: 'ratio', of: ['sb_ingot_cn', 'sb_conc_cn'], band: [1.03, 1.35] },
  ],
  [
    'LiOH ÷ Li2CO3',
    'li_hydrox_carb',
    { formula: 'ratio', of: ['li_hydrox', 'li_carb_bg'], band: [0.8, 1.25] },
  ],
  [
    'BG − IG carbonate',
    'li_bg_ig',
    { formula: 'difference', of: ['li_carb_bg', 'li_carb_ig'], band: [0, 8000], unit: 'CNY/t' },
  ],
  ['Tb ÷ Dy oxide', 're_tb_dy', { formula: 'ratio', of: ['re_tb_ox', 're_dy_ox'], band: [1.8, 6] }],
  [
    'EU ÷ CN Dy ex-VAT',
    're_dy_eu_cn',
    { kind: 'ratio', of: ['re_dy_eu', 're_dy_ox'], fx: 'usdcny', band: [0.9, 6] },
  ],
  [
    'Rotterdam Sb ÷ CN ex-VAT',
    'sb_rdam_cn',
    { kind: 'ratio', of: ['sb_rdam', 'sb_ingot_cn'], fx: 'usdcny', band: [0.9, 4] },
  ],
  ['gold ÷ silver', 'au_ag', { formula: 'ratio', of: ['au_comex', 'ag_comex'], band: [30, 130] }],
  [
    'COMEX − LME copper',
    'cu_comex_over_lme',
    { kind: 'ratio', of: ['cu_comex', 'cu_lme_3m'], band: [0.97, 1.35] },
  ],
  [
    'lithium stock',
    'li_stock_sum',
    {
      kind: 'identity',
      total: 'li_stock',
      of: ['li_stock_smelter', 'li_stock_downstream', 'li_stock_other'],
      tolerance: 1,
      unit: 't',
    },
  ],
  [
    'three-exchange copper',
    'cu_three_total',
    {
      kind: 'identity',
      total: 'cu_three_stk',
      of: ['cu_lme_stk', 'cu_shfe_stk', 'cu_comex_stk'],
      tolerance: 1000,
      unit: 't',
    },
  ],
];

describe('the catalog declares', () => {
  test.each(TABLE)('%s', (_, id, declared) => {
    expect([...relations, ...derived].find((one) => one.id === id)).toMatchObject(declared);
  });

  test('two sources of one quantity side by side', () => {
    const pairs = relations.filter(({ kind }) => kind === 'same').map(({ of }) => of.join(' '));
    expect(pairs).toEqual(
      expect.arrayContaining(['cu_comex_stk cu_comex_stk_cme', 'au_comex au_spot', 'au_spot au_lbma_pm']),
    );
  });

  test('nothing twice: a band of a derived series is its relation', () => {
    const banded = derived.filter(({ band }) => band !== undefined).map(({ of }) => of.join(' '));
    const pairs = relations.filter(({ kind }) => kind !== 'atMost').map(({ of }) => of.join(' '));
    expect(banded.length).toBeGreaterThan(10);
    expect(pairs.filter((pair, at) => banded.includes(pair) || pairs.indexOf(pair) < at)).toEqual([]);
  });

  test('each ratio of two weights with the factor between them', () => {
    const measures = (id: string) =>
      parseUnit(units.get(id) ?? '')
        ?.quantity.replace(/^[A-Z]{3} per /, '')
        .replace('contained ', '');
    const ratios = [...relations, ...derived].filter((one) =>
      'formula' in one ? one.formula === 'ratio' : one.kind === 'ratio',
    );
    expect(ratios.length).toBeGreaterThan(15);
    for (const {
      id,
      of: [a = '', b = ''],
      scale,
    } of ratios) {
      expect(measures(a) === measures(b) || scale !== undefined, id).toBe(true);
    }
  });
});
