import { unitLabel } from '../units/print.ts';
import { chartPhrases } from './chart.ts';
import { dateForms } from './dates.ts';
import type { Phrases } from './phrases.ts';
import { joined, line, listed, strong, unit } from './runs.ts';
import { analyst } from './zh/analyst.ts';
import { letter } from './zh/letter.ts';
import { disclaimer, method, notes } from './zh/method.ts';
import { spoken } from './zh/names.ts';
import { paragraph } from './zh/paragraph.ts';
import { shown } from './zh/shown.ts';
import { tables } from './zh/tables.ts';
import { pair, title } from './zh/title.ts';
import { withheld } from './zh/withheld.ts';
import { cover, overview, sections, words } from './zh/words.ts';

export const zh: Phrases = {
  language: 'zh',
  dates: dateForms('zh'),
  words,
  cover,
  sections,
  tables,
  overview,
  method,
  notes,
  withheld,
  disclaimer,
  letter,
  chart: chartPhrases.zh,
  shown,
  analyst,
  spoken,
  paragraph,
  title,
  pair,
  measured: (number, of) => {
    const label = of === 'index' ? '' : unitLabel(of, 'zh');
    return label === '' ? [number] : [number, unit(label)];
  },
  labeled: (label, rest) => line`${strong(`${label}：`)}${rest}`,
  list: (parts) => joined(parts, '、'),
  enumerated: (parts) => listed(parts, '、', '和'),
  sentence: (words) => line`${words}。`,
};
