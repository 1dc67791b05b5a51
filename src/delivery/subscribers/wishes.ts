import { isTimeZone } from '../../calendar/time-zone.ts';
import { quoted } from '../../errors.ts';
import { phrases } from '../../language/index.ts';
import type { Catalog } from '../../model/catalog.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import { LETTER_FORMATS, type LetterFormat, type Wishes } from '../../model/subscriber.ts';
import { nearest } from '../../nearest.ts';
import { nameFault } from './person-name.ts';

/** What is known of a desk that wishes are checked against. */
export interface WishDesk {
  readonly catalog: Pick<Catalog, 'metals'>;
  readonly languages: readonly Language[];
}

export type Read<T> = { readonly value: T } | { readonly fault: string };
export type WishField = keyof Wishes;

/** Reads each wish from a text as people write it; `fault` continues the line `CODE where: `. */
export type WishReaders = { readonly [Field in WishField]: (text: string) => Read<Wishes[Field]> };

const LANGUAGE_WORDS: Readonly<Record<Language, readonly string[]>> = {
  en: ['en', 'english', 'en-us', 'en-gb', '英文', '英语', '英'],
  zh: ['zh', 'chinese', 'zh-cn', 'zh-hans', 'cn', '中文', '汉语', '简体中文', '简体', '中'],
};
const FORMAT_WORDS: Readonly<Record<LetterFormat, readonly string[]>> = {
  pdf: ['pdf', 'attachment', '附件'],
  link: ['link', '链接'],
  html: ['html', 'mail', '正文'],
};

/** Groups a letter can be narrowed to; macro is no metal. */
const GROUPS = ['bulk', 'minor', 'energy'] as const;
const ALL = ['all', '全部', '*'];

export function wishReaders(desk: WishDesk): WishReaders {
  return {
    name: (text) => {
      const fault = nameFault(text);
      return fault === undefined ? { value: text.normalize('NFC') } : { fault };
    },
    language: (text) => languageOf(text, desk.languages),
    timeZone: zoneOf,
    metals: metalReader(desk.catalog),
    format: formatOf,
    lists: listsOf,
  };
}

function languageOf(text: string, languages: readonly Language[]): Read<Language> {
  const word = folded(text);
  const found = LANGUAGES.find((language) => LANGUAGE_WORDS[language].includes(word));
  if (found === undefined)
    return { fault: `language ${quoted(text)} is not known. Expected ${languages.join(' or ')}.` };
  if (languages.includes(found)) return { value: found };
  return { fault: `language ${quoted(text)} is not one of this desk's. Expected ${languages.join(' or ')}.` };
}

function zoneOf(text: string): Read<string> {
  // An offset is no zone: it is wrong for half of the year, and platforms disagree on it.
  if (text.length <= 64 && /^[a-z]/i.test(text) && isTimeZone(text)) return { value: text };
  const zones = Intl.supportedValuesOf('timeZone');
  const city = zones.find(
    (zone) => folded(zone.split('/').at(-1) ?? '') === folded(text).replaceAll(' ', '_'),
  );
  const near = city ?? nearest(text.slice(0, 64), zones);
  return {
    fault: `time zone ${quoted(text)} is not known.${near === undefined ? '' : ` Did you mean ${quoted(near)}?`} Expected a name like Asia/Shanghai.`,
  };
}

function formatOf(text: string): Read<LetterFormat> {
  const word = folded(text);
  const found = LETTER_FORMATS.find((format) => FORMAT_WORDS[format].includes(word));
  if (found !== undefined) return { value: found };
  return { fault: `format ${quoted(text)} is not known. Expected ${LETTER_FORMATS.join(', ')}.` };
}

const LIST = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

function listsOf(text: string): Read<readonly string[]> {
  const names = partsOf(text);
  const odd = names.find((name) => !LIST.test(name));
  if (odd === undefined && names.length > 0) return { value: [...new Set(names)].sort() };
  return {
    fault: `list ${quoted(odd ?? text)} is not a list's name. Expected up to 40 small letters, digits and hyphens, like weekly.`,
  };
}

/** Metals by id, symbol or name in either language; groups by theirs. Kept as ids, in the catalog's order. */
function metalReader({ metals }: WishDesk['catalog']): WishReaders['metals'] {
  const ids: string[] = [];
  const known = new Map<string, string>();
  const call = (name: string | undefined, id: string): void => {
    if (name !== undefined && !known.has(folded(name))) known.set(folded(name), id);
  };
  for (const group of GROUPS) {
    ids.push(group);
    for (const name of [group, ...LANGUAGES.map((language) => phrases(language).sections[group])])
      call(name, group);
  }
  for (const { metal, name, symbol, group } of metals) {
    if (group === 'macro') continue;
    ids.push(metal);
    for (const one of [metal, name.en, name.zh, symbol]) call(one, metal);
  }
  return (text) => {
    if (ALL.includes(folded(text))) return { value: [] };
    const found = new Set<string>();
    for (const part of partsOf(text)) {
      const id = known.get(folded(part));
      if (id === undefined) return { fault: unknownMetal(part, known, ids) };
      found.add(id);
    }
    return { value: ids.filter((id) => found.has(id)) };
  };
}

function unknownMetal(word: string, known: ReadonlyMap<string, string>, ids: readonly string[]): string {
  const near = nearest(folded(word.slice(0, 64)), known.keys());
  const hint = near === undefined ? '' : ` Did you mean ${quoted(known.get(near) ?? near)}?`;
  return `metal ${quoted(word)} is not in the catalog.${hint} Expected all, or some of ${ids.join(', ')}.`;
}

/** Several in one cell, however people separate them; blanks are parts of names. */
function partsOf(text: string): string[] {
  return text
    .split(/[,;|/、，；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
