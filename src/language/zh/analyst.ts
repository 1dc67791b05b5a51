import type { Language } from '../../model/language.ts';
import type { AnalystPhrases } from '../phrases.ts';
import { line } from '../runs.ts';

const LANGUAGE: Readonly<Record<Language, string>> = { en: '英文', zh: '中文' };

export const analyst: AnalystPhrases = {
  overview: '本周点评',
  label: '分析师点评',
  by: (author) => line`分析师点评 · ${author}`,
  headline: '标题由研究部撰写',
  headlineBy: (author) => line`标题由${author}撰写`,
  onlyIn: (language, whole) => `${whole ? '本周' : '本部分'}点评仅有${LANGUAGE[language]}版。`,
  instead: (why) => line`（${why}）`,
  of: (day) => line`（${day}）`,
  missing: {
    closed: '休市，无可比数值',
    'no-comparator': '缺此前可比数值',
    'no-observation': '本周无新数据',
    'not-weekly': '非周度指标',
    withheld: '无法给出：作为对比基数的数值暂不列示',
    never: '尚无数据',
    parts: '各分项日期不一致',
  },
  picture: '图片（无文字说明）',
};
