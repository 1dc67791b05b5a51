import type { SubjectKind } from '../statements.ts';

/** First words that keep their capital inside a sentence; abbreviations and symbols keep theirs anyway. */
const PROPER = new Set([
  'Shanghai',
  'Guangdong',
  'Guangxi',
  'Jiangxi',
  'Yangshan',
  'Changjiang',
  'Wuxi',
  'London',
  'Rotterdam',
  'Baltimore',
  'Europe',
  'European',
  'Chinese',
  'China',
  'Korea',
  'Korean',
  'Asian',
  'Australian',
  'Brent',
]);

/** How a name is said in a sentence: `SHFE copper`, `Antimony ingot (China)`. A comma would split the sentence. */
export function spoken(name: string): string {
  const [head = '', ...rest] = name.replace(/, main contract$/, '').split(', ');
  return rest.length === 0 ? head : `${head} (${rest.join(', ')})`;
}

/** A series' name inside a sentence: `Social copper stocks` → `social copper stocks`, `LME copper` as it is. */
export function inside(full: string): string {
  const name = spoken(full);
  const first = /^[\p{L}\d-]+/u.exec(name)?.[0] ?? '';
  const common = /^\p{Lu}[\p{Ll}-]{3,}$/u.test(first) && !PROPER.has(first.split('-')[0] ?? '');
  return common ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** Kinds of series that are things, not goods with a price: one of them wants an article. */
const THINGS: ReadonlySet<SubjectKind> = new Set<SubjectKind>([
  'stock',
  'fee',
  'premium',
  'spread',
  'oprate',
  'rate',
  'index',
  'output',
  'trade',
  'tender',
  'position',
  'etf',
  'derived',
]);

/** The subject of a sentence: `LME copper 3M`, `the imported copper concentrate TC index`, `SPDR gold holdings`. */
export function subjectName(said: { readonly name: string; readonly kind: SubjectKind }): string {
  const name = inside(said.name);
  return THINGS.has(said.kind) && !isPlural(said.name) ? `the ${name}` : name;
}

/** Whether a name takes a plural verb. The head noun of `stocks, nine ports` stands before the comma. */
export function isPlural(name: string): boolean {
  const head = name.split(/[,(]/)[0]?.trim().split(' ').at(-1) ?? '';
  return /[^s]s$/.test(head) && !['basis'].includes(head.toLowerCase());
}
