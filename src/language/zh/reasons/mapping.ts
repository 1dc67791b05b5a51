import type { Rule } from '../reasons.ts';

/** What to look at in a mapping that was proposed for a table. */
export const MAPPING: readonly Rule[] = [
  [
    /^(\d+) of its columns or names are not known: /,
    ([count = '']) => `有${count}个列或名称没有对应的指标，请补上指标代码。`,
  ],
  [/^it shows no unit: /, () => '表中没有单位：请补上 unit，否则按指标自身的单位读取。'],
  [
    /^it has dates in (\d+) columns, /,
    ([count = '']) => `有${count}列日期，像是几张表并排：请在 blocks 下分别写明各自的 date 和 columns。`,
  ],
  [
    /^(\d+) of its columns show no unit: /,
    ([count = '']) => `有${count}列没有单位：请在标有 TODO 处填写，并核对其余各列。`,
  ],
  [
    /^its dates could be day\/month or month\/day: (\S+) is assumed\.$/,
    ([format = '']) => `日期可能是日在前，也可能是月在前，暂按 ${format} 读取，请核对。`,
  ],
  [/^It holds formulas: /, () => '表中有公式：如要读取上次保存的结果，请加上“formulas: stored”。'],
];
