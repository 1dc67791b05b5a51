import type { SlipCause } from '../../units/slips.ts';
import type { FindingKind, WithheldPhrases } from '../phrases.ts';
import { line, listed } from '../runs.ts';

const FINDINGS: Readonly<Record<FindingKind, string>> = {
  holiday: '所属市场休市日出现数值',
  range: '数值超出该指标的合理范围',
  unit: '疑似单位有误',
  vat: '数值疑似含税、不含税口径混用',
  tons: '数值疑似短吨、吨混用',
  move: '变动超出该指标通常幅度',
  copied: '数值疑似误填其他指标的数字',
  zero: '数值为零，疑似缺值',
  repeated: '本周各日数值与此前某段时间逐日相同',
  digits: '数值疑似数字颠倒',
  comparator: '缺上周数值，无法给出周变动',
  band: '比价关系超出通常区间',
  identity: '合计与各分项之和不符',
  subtotal: '小计疑似重复计入',
  sources: '两个来源的数值不一致',
  chain: '来源所列变动与前后数值不符',
  late: '数值晚于来源通常的发布时间',
  revised: '来源修订了此前数值',
  corrected: '本部门更正了此前数值',
  other: '核对数据时另有备注',
};

export const CAUSES: Readonly<Record<SlipCause | 'digits', string>> = {
  x10: '小数点错一位',
  x100: '美分误作美元或小数点错两位',
  x1000: '千克误作吨或千位误作个位',
  x10000: '万位误作个位',
  'x2.2046': '磅误作千克',
  'x22.05': '美分/磅误作美元/吨',
  'x31.1': '克误作金衡盎司',
  'x32.15': '金衡盎司误作千克',
  'x2204.6': '磅误作吨',
  'x0.907': '短吨误作吨',
  vat: '含税与不含税混用',
  fx: '人民币误作美元',
  digits: '数字颠倒',
};

export const withheld: WithheldPhrases = {
  reason: (kind, cause) => {
    const words =
      cause === undefined ? undefined : Object.entries(CAUSES).find(([key]) => key === cause)?.[1];
    return words === undefined ? FINDINGS[kind] : `${FINDINGS[kind]}，${words}`;
  },
  cell: (why) => {
    if (why.kind === 'excluded') return line`由${why.by}剔除：${why.reason}`;
    if (why.kind === 'part') return line`暂不列示：以${why.names}为依据`;
    return line`暂不列示：${why.reason}`;
  },
  sentence: (name, why) => {
    if (why.kind === 'excluded') return line`${name}最新数值由${why.by}剔除（${why.reason}）`;
    if (why.kind === 'part') return line`${name}以${why.names}为依据，暂不列示`;
    return line`${name}最新数值暂不列示（${why.reason}）`;
  },
  title: (name) => line`${name}：最新数值暂不列示`,
  held: (name, date, reason, history) =>
    history
      ? line`${name}：${date}的数值暂不列示（${reason}），图中留空，亦不作对比基数。`
      : line`${name}：${date}的数值暂不列示（${reason}），不以更早数值代替。`,
  excluded: (name, date, by, until, reason) =>
    line`${name}：${date}的数值由${by}剔除，亦不作对比基数，有效期至${until}。理由：${reason}`,
  accepted: (name, date, by, until, reason) =>
    line`${name}：${date}的数值未通过核对，由${by}确认采用，有效期至${until}。理由：${reason}`,
  expired: (name, date, by, until, reason) =>
    line`${name}：${by}对${date}数值的处理已于${until}到期，不再有效。理由：${reason}`,
  parts: (names, parts) => line`以${parts}为依据，暂不列示的指标：${names}。`,
  list: (names) => listed(names, '、', '和'),
};
