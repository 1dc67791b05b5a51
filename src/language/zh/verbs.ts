import type { Strength, SubjectKind } from '../statements.ts';

type Verbs = Readonly<Record<Strength, string>>;
type Pair = Readonly<{ up: Verbs; down: Verbs }>;

const PRICE: Pair = {
  up: { slight: '微涨', plain: '上涨', strong: '上涨', great: '大涨' },
  down: { slight: '微跌', plain: '下跌', strong: '下跌', great: '大跌' },
};

const QUANTITY: Pair = {
  up: { slight: '小幅增加', plain: '增加', strong: '增加', great: '大幅增加' },
  down: { slight: '小幅减少', plain: '减少', strong: '减少', great: '大幅减少' },
};

const LEVEL: Pair = {
  up: { slight: '小幅上升', plain: '上升', strong: '上升', great: '大幅上升' },
  down: { slight: '小幅下降', plain: '下降', strong: '下降', great: '大幅下降' },
};

/** 价格用涨跌，数量用增减，费用、价差、利率与开工率用升降。 */
export function verbsOf(kind: SubjectKind): Pair {
  switch (kind) {
    case 'price':
    case 'fx':
    case 'index':
      return PRICE;
    case 'stock':
    case 'etf':
    case 'output':
    case 'trade':
    case 'tender':
    case 'position':
      return QUANTITY;
    case 'premium':
    case 'spread':
    case 'fee':
    case 'oprate':
    case 'rate':
    case 'derived':
      return LEVEL;
  }
}

export function verbOf(kind: SubjectKind, direction: 'up' | 'down', strength: Strength): string {
  return verbsOf(kind)[direction][strength];
}
