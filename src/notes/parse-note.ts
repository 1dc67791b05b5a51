import type { Problem } from '../errors.ts';
import { type NoteBlock, type NotePlace, OVERVIEW, type Slot } from '../model/notes.ts';
import { blocksOf } from './blocks.ts';
import { cleaned } from './characters.ts';
import { coverSlots, holdsSlot, uncovered } from './cover-slots.ts';
import type { Line, Reader } from './inline.ts';
import { type Token, tokensOf } from './markdown.ts';
import { type Known, placeOf } from './places.ts';
import { problemList } from './problem-list.ts';
import { parseSlot } from './slot.ts';

/** What a note says of one place. */
export interface NoteSection {
  readonly place: NotePlace;
  readonly blocks: ReadonlyArray<NoteBlock<Line>>;
}

/** A picture that a note names, and where. */
export interface NamedPicture {
  readonly file: string;
  readonly alt: string;
  readonly where: string;
}

export interface ParsedNote {
  readonly sections: readonly NoteSection[];
  readonly pictures: readonly NamedPicture[];
  /** Everything wrong with it, in the order of its lines. What is wrong is left out of the sections, or told there. */
  readonly problems: readonly Problem[];
}

/**
 * A note's Markdown as sections of blocks. Pure, and for any text: what is wrong becomes a problem at its line and
 * column. `label`: the file, as messages name it.
 */
export function parseNote(text: string, label: string, known: Known): ParsedNote {
  const at = (line: number, column: number): string => `${label}:${line + 1}:${column}`;
  const problems = problemList(at(text.split('\n').length - 1, 1));
  const clean = cleaned(text, label, problems);
  const lines = clean.split('\n');
  const { covered, slots } = coverSlots(clean);
  const read = new Map<string, Slot | (() => string)>();
  const parsed = slots.map((slot) => {
    const told = (message: () => string): string => {
      problems.add(() => ({
        code: 'E_NOTE_SLOT',
        where: at(slot.line - 1, slot.column),
        message: message(),
      }));
      return slot.text.trim();
    };
    if (!slot.closed) return told(() => (slot.wide ? WIDE : NOT_CLOSED));
    const found = read.get(slot.text) ?? parseSlot(slot.text, known.series);
    read.set(slot.text, found);
    return typeof found === 'object' ? found : told(found);
  });
  const pictures: NamedPicture[] = [];
  const column = (line: number, near: string): number =>
    near === '' ? 1 : Math.max(0, (lines[line] ?? '').indexOf(near)) + 1;
  const reader: Reader = {
    see: ({ file, alt }, line) => {
      if (pictures.length === MOST_PICTURES)
        return problems.add(() => ({ code: 'E_NOTE_IMAGE', where: at(line, 1), message: TOO_MANY }));
      const source = lines[line] ?? '';
      const mark = Math.max(0, source.lastIndexOf('![', source.indexOf(file)));
      pictures.push({ file, alt, where: at(line, mark + 1) });
    },
    slots: parsed,
    source: (line) => lines[line] ?? '',
    report: (code, line, near, message) =>
      problems.add(() => ({
        code,
        where: at(line, column(line, near)),
        message: typeof message === 'string' ? message : message(),
      })),
  };
  for (const [line, words] of lines.entries()) {
    if (/^ {0,3}(?:#{2,6}[^\s#]|＃{2,6})/.test(words)) reader.report('E_NOTE_HEADING', line, '', TIGHT);
  }
  const sections = sectionsOf(tokensOf(covered), reader, known).map(({ place, tokens }) => ({
    place,
    blocks: blocksOf(tokens, reader),
  }));
  return {
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    pictures,
    problems: problems.told(),
  };
}

/** Of a note, each time one is named. */
const MOST_PICTURES = 100;
const TOO_MANY = `more than ${MOST_PICTURES} pictures. Expected a few. Take some out.`;

const NOT_CLOSED =
  'a slot that is not closed. Expected {{series}} or {{series measure}} on one line; close it with }}, or write \\{{ for braces.';

const WIDE = 'full-width braces. Expected {{series}}, with braces as an English keyboard types them.';

const TIGHT =
  'a heading that Markdown does not read. Expected ## as an English keyboard types it, and a blank before the name.';

interface Stretch {
  readonly place: NotePlace;
  readonly tokens: readonly Token[];
}

/** Each `##` begins a part; words before the first are said of the whole week. */
function sectionsOf(tokens: readonly Token[], reader: Reader, known: Known): Stretch[] {
  const stretches: Array<{ place: NotePlace; tokens: Token[] }> = [{ place: OVERVIEW, tokens: [] }];
  const begun = new Map<NotePlace, number>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.type !== 'heading_open' || token.level > 0 || token.tag > 'h2') {
      if (token.level === 0 && token.map && stretches.length === 1 && !begun.has(OVERVIEW))
        begun.set(OVERVIEW, token.map[0]);
      stretches.at(-1)?.tokens.push(token);
      continue;
    }
    const line = token.map?.[0] ?? 0;
    const heading = tokens[at + 1]?.content ?? '';
    const title = wordsIn(heading);
    if (holdsSlot(heading)) reader.report('E_NOTE_SLOT', line, '{{', IN_NAME);
    const place = token.tag === 'h1' ? undefined : placeAt(title, line, begun, reader, known);
    if (token.tag === 'h1') reader.report('E_NOTE_HEADING', line, '#', TOO_HIGH);
    // Words under a heading that means nothing are still read: they may hold other faults.
    stretches.push({ place: place ?? '', tokens: [] });
    at += 2;
  }
  return stretches.filter(({ place, tokens: own }) => place !== '' || own.length > 0);
}

const IN_NAME =
  'a slot in a heading that names a section or metal. Expected the name alone; put the figure into the words under it.';

const TOO_HIGH =
  'a heading of the first level. Expected ## before the name of a section or metal, and ### within one; the headline stands in the front matter.';

function placeAt(
  title: string,
  line: number,
  begun: Map<NotePlace, number>,
  reader: Reader,
  known: Known,
): NotePlace | undefined {
  const place = placeOf(title, known);
  if (typeof place === 'function') {
    reader.report('E_NOTE_SECTION', line, title, place);
    return undefined;
  }
  const first = begun.get(place);
  if (first === undefined) {
    begun.set(place, line);
    return place;
  }
  const message = `"${title}" is spoken of already on line ${first + 1}. Expected one heading for each section and metal; bring the words together.`;
  reader.report('E_NOTE_TWICE', line, title, message);
  return undefined;
}

/** Without the slots, which no name has. */
function wordsIn(heading: string): string {
  return uncovered(heading)
    .filter((piece) => typeof piece === 'string')
    .join('')
    .trim();
}
