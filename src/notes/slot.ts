import { quoted } from '../errors.ts';
import type { Slot } from '../model/notes.ts';
import { nearest } from '../nearest.ts';

/** What may follow a series' id in a slot, in either language; the first of each is the one to be taught. */
export const MEASURES: ReadonlyArray<{
  readonly measure: Slot['measure'];
  readonly words: readonly [string, ...string[]];
}> = [
  { measure: 'last', words: ['last', 'level', '最新'] },
  { measure: 'week', words: ['wow', 'week', 'change', 'change on week', '周变动', '环比'] },
  { measure: 'since-monday', words: ['change from monday', 'monday', 'since monday', '较周一'] },
  { measure: 'previous', words: ['change from previous', 'previous', '较上次'] },
  { measure: 'four-weeks', words: ['four weeks', 'change four weeks', '4w', '四周变动'] },
  { measure: 'quarter', words: ['quarter', 'change quarter', 'qtd', '季度变动'] },
  { measure: 'ytd', words: ['ytd', 'change ytd', 'year to date', '年初至今'] },
  { measure: 'year', words: ['year', 'change year', 'yoy', '同比'] },
];

/** In the unit of the series, where a change is otherwise said in per cent. */
const ABSOLUTE = ['absolute', '绝对值'];

const BY_WORDS = new Map(
  MEASURES.flatMap(({ measure, words }) => words.map((each) => [each, measure] as const)),
);

/**
 * What stands between the braces: `cu_lme_3m`, `cu_lme_3m wow`, `cu_social change from monday absolute`. A function says
 * why it is no slot: the nearest that is one takes a while to find.
 */
export function parseSlot(text: string, series: ReadonlySet<string>): Slot | (() => string) {
  const [id = '', ...rest] = text.trim().split(/\s+/);
  if (!series.has(id)) return () => notSeries(id, series);
  const words = rest.map((word) => word.toLowerCase());
  const absolute = ABSOLUTE.includes(words.at(-1) ?? '');
  if (absolute) words.pop();
  const asked = words.join(' ');
  const measure = asked === '' && !absolute ? 'last' : BY_WORDS.get(asked === '' ? 'wow' : asked);
  if (measure !== undefined && !(absolute && measure === 'last')) return { series: id, measure, absolute };
  return () => {
    const near = nearest(asked.replace(/^last\b.*/, 'last'), BY_WORDS.keys()) ?? swapped(asked);
    const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
    return `unknown measure ${quoted(rest.join(' '))} of ${id}.${hint} Expected nothing for the last value, or ${KNOWN}.`;
  };
}

function notSeries(id: string, series: ReadonlySet<string>): string {
  if (id === '') return `an empty slot. Expected a series, such as {{${[...series][0] ?? 'cu_lme_3m'}}}.`;
  const near = nearest(id, series);
  const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  return `unknown series ${quoted(id)}.${hint} Expected an id of data/metals/*.yaml.`;
}

/** Of three letters two changed places are all of the word. */
function swapped(asked: string): string | undefined {
  const letters = (word: string): string => [...word].sort().join('');
  return [...BY_WORDS.keys()].find((word) => letters(word) === letters(asked));
}

const KNOWN = MEASURES.slice(1)
  .map(({ words }) => words[0])
  .join(', ');
