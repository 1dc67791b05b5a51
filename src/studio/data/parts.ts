import type { Language } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import { WORDS } from './words.ts';

type Part = 'overview' | 'series' | 'overrides';

const HREFS: Readonly<Record<Part, string>> = {
  overview: '/data',
  series: '/data/series',
  overrides: '/data/overrides',
};

/** The parts of the data, for the line above each of its pages. */
export function partsView(current: Part | undefined, language: Language): View[] {
  const { parts } = WORDS[language];
  return (['overview', 'series', 'overrides'] as const).map((part) => ({
    href: HREFS[part],
    label: parts[part],
    isCurrent: part === current,
  }));
}
