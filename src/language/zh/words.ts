import type { CoverPhrases, OverviewPhrases, Phrases, Words } from '../phrases.ts';
import { joined, line } from '../runs.ts';
import { headline } from './title.ts';

export const words: Words = {
  contents: '目录',
  skip: '跳至正文',
};

export const cover: CoverPhrases = {
  dateline: (friday, cutoff) => line`截至${friday}当周，数据截至${cutoff}`,
  issue: (number) => line`第${number}期`,
  headline,
  noHeadline: '本周无可比价格变动',
  dataLine: ({ fresh, total, stale, closed, late, withheld }) => {
    const rest = [
      ...(stale ? [line`${stale}项逾期未更新`] : []),
      ...(closed ? [line`${closed}项休市`] : []),
      ...(late ? [line`${late}项尚未到发布日`] : []),
      ...(withheld ? [line`${withheld}项暂不列示`] : []),
    ];
    return line`数据：${total}项指标中${joined([line`${fresh}项为本周数据`, ...rest], '，')}。`;
  },
  illustrative: '†：以示意历史为依据。',
};

export const sections: Phrases['sections'] = {
  dashboard: '价格总览',
  inventories: '库存与价差',
  macro: '宏观',
  bulk: '大宗与贵金属',
  minor: '小金属与稀土',
  energy: '能源金属',
  method: '方法说明',
  'data-notes': '数据说明',
  disclaimer: '免责声明',
};

export const overview: OverviewPhrases = {
  title: (group) =>
    ({
      bulk: '本周大宗与贵金属',
      minor: '本周小金属与稀土',
      energy: '本周能源金属',
      macro: '本周宏观',
    })[group],
  rising: '上涨',
  falling: '下跌',
  unchanged: '持平',
  stocks: '库存',
  silent: '无新数据',
  silentSince: (names, since) => line`${names}（自${since}）`,
  closed: '休市',
  withheld: '暂不列示',
  noSeries: (name) => line`${name}：各项指标均尚无数据。`,
  emptySection: '本部分各项指标均尚无数据。',
};
