import type { Strength, SubjectKind } from '../statements.ts';
import { type VerbKind, verbKind } from '../verb-kind.ts';

type Verbs = Readonly<Record<Strength, string>>;
type Pair = Readonly<{ up: Verbs; down: Verbs }>;

/** 价格用涨跌，数量用增减，费用、价差、利率与开工率用升降。 */
const VERBS: Readonly<Record<VerbKind, Pair>> = {
  price: {
    up: { slight: '微涨', plain: '上涨', strong: '上涨', great: '大涨' },
    down: { slight: '微跌', plain: '下跌', strong: '下跌', great: '大跌' },
  },
  quantity: {
    up: { slight: '小幅增加', plain: '增加', strong: '增加', great: '大幅增加' },
    down: { slight: '小幅减少', plain: '减少', strong: '减少', great: '大幅减少' },
  },
  level: {
    up: { slight: '小幅上升', plain: '上升', strong: '上升', great: '大幅上升' },
    down: { slight: '小幅下降', plain: '下降', strong: '下降', great: '大幅下降' },
  },
};

export function verbOf(kind: SubjectKind, direction: 'up' | 'down', strength: Strength): string {
  return VERBS[verbKind(kind)][direction][strength];
}
