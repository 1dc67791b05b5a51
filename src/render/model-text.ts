import type { Brief } from '../model/brief.ts';
import type { PrintedFigure } from '../model/figure.ts';
import { LANGUAGES } from '../model/language.ts';

/** Layout's affair, drawn or worded again from the figures: left out of the model that is archived. */
const FOR_LAYOUT: ReadonlySet<string> = new Set(['svg', 'hover']);

/** `brief.json`: the brief before layout, a section a line. */
export function briefText(brief: Brief): string {
  const { sections, ...rest } = brief;
  const words = JSON.stringify(rest, forModel);
  const lines = sections.map((section) => JSON.stringify(section, forModel));
  return `${words.slice(0, -1)},"sections":[\n${lines.join(',\n')}\n]}\n`;
}

function forModel(key: string, value: unknown): unknown {
  return FOR_LAYOUT.has(key) ? undefined : value;
}

/**
 * `figures.json`: every number printed, one a line in order of id, with its words in each language. Places are
 * `file:row:column`.
 */
export function figuresText(lists: ReadonlyArray<readonly PrintedFigure[]>): string {
  const figures = new Map<string, PrintedFigure>();
  for (const figure of lists.flat()) {
    const before = figures.get(figure.id);
    figures.set(figure.id, { ...figure, printed: allPrinted(before?.printed, figure.printed) });
  }
  const lines = [...figures.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(line);
  return `[\n${lines.join(',\n')}\n]\n`;
}

type Printed = PrintedFigure['printed'];

/** Brief and letter may print a figure each in its own words. */
function allPrinted(before: Printed = {}, now: Printed): Printed {
  const printed: Printed = { ...before };
  for (const language of LANGUAGES) {
    const texts = now[language];
    if (texts !== undefined) printed[language] = [...new Set([...(before[language] ?? []), ...texts])];
  }
  return printed;
}

function line({ places, ...figure }: PrintedFigure): string {
  const texts = places.map(({ file, row, column }) => [file, row, column].filter(Boolean).join(':'));
  return JSON.stringify({ ...figure, places: texts });
}
