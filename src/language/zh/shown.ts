import type { Among, Place, ShownPhrases } from '../phrases.ts';
import { line } from '../runs.ts';

const BANDS: Readonly<Record<Place, string>> = { above: '高于', within: '处于', below: '低于' };

const AMONG: Readonly<Record<Among, string>> = {
  closes: '周收盘',
  'week-ends': '周度',
  weeks: '',
  months: '',
};

export const shown: ShownPhrases = {
  extreme: (title, side, among, since) => {
    const word = side === 'high' ? '最高' : '最低';
    // 每日更新的指标只取每周最后一个数据作比较，须说明是周度口径。
    const record = `${AMONG[among]}${word}`;
    return since === undefined
      ? line`${title}，为图示期间${record}`
      : line`${title}，为${since}以来${record}`;
  },
  season: (title, range) => line`${title}，${BANDS[range]}往年同期区间${range === 'within' ? '之内' : ''}`,
  crossed: (title) => line`${title}，穿越零轴`,
  band: (title, band) => line`${title}，${BANDS[band]}常见区间${band === 'within' ? '之内' : ''}`,
  total: (title, year) => line`${title}，同比${year === 'up' ? '增加' : '减少'}`,
  year: (name, level, direction, size) =>
    direction === 'flat'
      ? line`${name}为${level}，同比持平`
      : line`${name}为${level}，同比${direction === 'up' ? '高' : '低'}${size}`,
  movers: (best, worst) => {
    const up = best && line`${best.name}领涨（${best.change}）`;
    if (worst === undefined) return up ?? line`本周价格均未变动`;
    return up
      ? line`${up}，${worst.name}领跌（${worst.change}）`
      : line`${worst.name}领跌（${worst.change}）`;
  },
  scatter: (leader, laggard) => line`年初至今${leader}领涨，${laggard}表现最弱`,
};
