import { quoted } from '../errors.ts';
import { phrases } from '../language/index.ts';
import { METAL_GROUPS, type MetalSpec, SECTIONS, type SectionName } from '../model/catalog.ts';
import { LANGUAGES } from '../model/language.ts';
import { type NotePlace, OVERVIEW } from '../model/notes.ts';
import { nearest } from '../nearest.ts';

/** What notes may speak of: the desk's sections, its metals, its series. */
export interface Known {
  /** Places by every name they go by, in lower case. */
  readonly places: ReadonlyMap<string, NotePlace>;
  /** Of those, the ones that the desk prints. */
  readonly printed: ReadonlySet<NotePlace>;
  readonly series: ReadonlySet<string>;
}

/** Other names of the part before all others. */
const OF_OVERVIEW = [
  'overview',
  'cover',
  'summary',
  'the week',
  '总览',
  '概览',
  '综述',
  '封面',
  '本周点评',
  '本周综述',
];

export function knownOf(metals: readonly MetalSpec[], sections: readonly SectionName[]): Known {
  const places = new Map<string, NotePlace>();
  const name = (words: string, place: NotePlace): void => {
    const key = keyOf(words);
    // A name that two go by is the first one's: sections come before metals.
    if (!places.has(key)) places.set(key, place);
  };
  for (const section of SECTIONS) {
    name(section, section);
    for (const language of LANGUAGES) name(phrases(language).sections[section], section);
  }
  for (const metal of metals) {
    if (isGroupOfItsOwn(metal)) continue;
    name(metal.metal, metal.metal);
    for (const language of LANGUAGES) name(metal.name[language], metal.metal);
    if (metal.symbol !== undefined) name(metal.symbol, metal.metal);
  }
  for (const words of OF_OVERVIEW) name(words, OVERVIEW);
  const printed = metals.filter(({ group }) => sections.some((section) => section === group));
  return {
    places,
    printed: new Set([OVERVIEW, ...sections, ...printed.map(({ metal }) => metal)]),
    series: new Set(metals.flatMap((metal) => [...metal.series, ...metal.derived].map(({ id }) => id))),
  };
}

/** Currencies and rates are printed as a section, whatever their files are called. */
function isGroupOfItsOwn({ group, metal }: MetalSpec): boolean {
  return group === 'macro' || METAL_GROUPS.some((one) => one === metal);
}

/** The place a heading names; a function says what is wrong with it: to look for the nearest takes a while. */
export function placeOf(heading: string, known: Known): NotePlace | (() => string) {
  const place = known.places.get(keyOf(heading));
  if (place !== undefined && known.printed.has(place)) return place;
  if (place !== undefined)
    return () =>
      `this desk does not print ${quoted(heading)}. Expected one of ${[...known.printed].join(', ')}. Add it to sections of data/desk.yaml, or put the words elsewhere.`;
  return () => {
    const near = nearest(keyOf(heading), namesFirst(known.places));
    const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
    return `unknown heading ${quoted(heading)}.${hint} Expected ${[...known.printed].join(', ')}, or such a name in the other language.`;
  };
}

/** Of two names equally near, a metal is likelier meant than a section. */
function namesFirst(places: Known['places']): string[] {
  const isSection = (place: NotePlace): boolean =>
    place === OVERVIEW || SECTIONS.some((one) => one === place);
  return [...places]
    .sort(([, a], [, b]) => Number(isSection(a)) - Number(isSection(b)))
    .map(([name]) => name);
}

function keyOf(words: string): string {
  return words.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
