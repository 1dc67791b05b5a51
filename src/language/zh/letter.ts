import type { LetterPhrases } from '../letter.ts';
import { joined, line } from '../runs.ts';
import { news } from './title.ts';

export const letter: LetterPhrases = {
  news,
  corrected: (subject) => `更正：${subject}`,
  subject: (title, friday, told) =>
    [[title, friday].filter(Boolean).join(' '), told].filter(Boolean).join('：'),
  also: (told) => line`${joined(told, '；')}。`,
  correction: '本邮件更正此前发送的同一周报告，请以本期为准。',
  points: '要点',
  movers: '本周涨跌',
  charts: '图表要点',
  data: '数据说明',
  online: '在线阅读完整报告',
  attached: '完整报告见附件PDF。',
  colon: '：',
  why: (desk, title) => `您收到《${title}》，是因为您的邮箱在${desk}的订阅名单中。`,
  unsubscribe: '退订',
  preferences: '订阅偏好（语言、格式、品种）',
  unsubscribeMail: '（点击后将打开一封邮件，请直接发送）',
  proof: '请保留本邮件：它可证明本期内容。本期全部文件仅与下列校验值相符。',
  edition: (name) => line`本期编号${name}，清单校验值`,
  disclaimer: '本报告由程序根据文中数据生成，不含评级，不构成任何投资建议，亦未考虑读者的具体情况。',
  illustrative: '†：以示意历史为依据；示意历史为展示程序而编制，不得用于其他目的。',
  moreNotes: '其余数据说明见报告。',
  alt: (title, picture) => `${title}。${picture}`,
};
