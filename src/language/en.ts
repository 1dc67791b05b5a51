import { unitLabel } from '../units/print.ts';
import { chartPhrases } from './chart.ts';
import { dateForms } from './dates.ts';
import { analyst } from './en/analyst.ts';
import { letter } from './en/letter.ts';
import { disclaimer, method, notes } from './en/method.ts';
import { spoken } from './en/names.ts';
import { paragraph } from './en/paragraph.ts';
import { shown } from './en/shown.ts';
import { tables } from './en/tables.ts';
import { pair, title } from './en/title.ts';
import { withheld } from './en/withheld.ts';
import { cover, overview, sections, words } from './en/words.ts';
import { THIN_SPACE } from './numbers.ts';
import type { Phrases } from './phrases.ts';
import { capitalized, joined, line, listed, strong, unit } from './runs.ts';

export const en: Phrases = {
  language: 'en',
  dates: dateForms('en'),
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
  chart: chartPhrases.en,
  shown,
  analyst,
  spoken,
  paragraph,
  title,
  pair,
  measured: (number, of) => {
    const label = of === 'index' ? '' : unitLabel(of, 'en');
    if (label === '') return [number];
    return [number, unit(label === '%' ? label : `${THIN_SPACE.en}${label}`)];
  },
  labeled: (label, rest) => line`${strong(`${label}:`)} ${rest}`,
  list: (parts) => joined(parts, ', '),
  enumerated: (parts) => listed(parts, ', ', ' and '),
  sentence: (words) => line`${capitalized(words)}.`,
};
