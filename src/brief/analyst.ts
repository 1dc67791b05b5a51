import { line, name } from '../language/index.ts';
import type { Block, Cover, Line, Run, Section } from '../model/brief.ts';
import { LANGUAGES, type Language } from '../model/language.ts';
import { type NoteBlock, type NotePart, type NotePlace, OVERVIEW } from '../model/notes.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { knownOf, type NoteSection, parseNote } from '../notes/index.ts';
import type { Context } from './context.ts';
import { slotRuns } from './slot-runs.ts';
import { userText, withoutHidden } from './user-text.ts';
import { hiddenOf } from './withheld.ts';

const MOST_NAME = 60;

/** The sections with what people wrote of each, behind its own first words; what was said of the week comes before all. */
export function withAnalyst(sections: readonly Section[], context: Context): Section[] {
  if (context.snapshot.notes === undefined) return [...sections];
  const own = sectionsIn(context.language, context);
  const { analyst } = context.say;
  const overview: Section = { id: OVERVIEW, title: analyst.overview, level: 1, blocks: [] };
  if (own.length === 0) {
    const other = LANGUAGES.find((language) => sectionsIn(language, context).length > 0);
    const [first, ...rest] = sections;
    return first === undefined || other === undefined
      ? [...sections]
      : [withFirst(first, [onlyIn(other, true, context)]), ...rest];
  }
  return [overview, ...sections].flatMap((section) => {
    const written = own.find(({ place }) => place === section.id);
    const other = written === undefined ? elsewhere(section.id, context) : undefined;
    const blocks = [
      ...(written === undefined ? [] : [noteBlock(written, context)]),
      ...(other === undefined ? [] : [onlyIn(other, false, context)]),
    ];
    return section === overview && blocks.length === 0 ? [] : [withFirst(section, blocks)];
  });
}

function withFirst(section: Section, blocks: readonly Block[]): Section {
  const at = section.blocks.findIndex(({ kind }) => !FIRST.has(kind));
  return { ...section, blocks: section.blocks.toSpliced(at < 0 ? section.blocks.length : at, 0, ...blocks) };
}

function onlyIn(other: Language, whole: boolean, { say }: Context): Block {
  return { kind: 'note', line: line`${say.analyst.onlyIn(other, whole)}` };
}

/** A part's own words, which a note comes after. */
const FIRST: ReadonlySet<Block['kind']> = new Set(['paragraph', 'box', 'points', 'note']);

/** Whether anybody wrote of a place, in whatever language. */
export function isSpokenOf(place: NotePlace, context: Context): boolean {
  return LANGUAGES.some((language) => sectionsIn(language, context).some((one) => one.place === place));
}

/** A headline that somebody wrote, and who. */
export function analystHeadline(context: Context): Pick<Cover, 'headline' | 'byline'> | undefined {
  const note = context.snapshot.notes?.texts[context.language];
  if (note?.headline === undefined) return undefined;
  const { analyst } = context.say;
  const [first] = parseNote(note.headline.replace(/\s+/g, ' '), '', knownIn(context)).sections;
  const [block] = first?.blocks ?? [];
  if (block?.kind !== 'text') return undefined;
  const { author } = note;
  const byline =
    author === undefined ? line`${analyst.headline}` : analyst.headlineBy(nameOf(author, context));
  return { headline: unlinked(linesOf(context)(block.line)), byline };
}

/** Words without what leads away, for places that are no text to follow links in. */
export function unlinked(runs: Line): Line {
  return runs.map((run) => {
    if (run.kind !== 'words') return run;
    const { link: _link, address: _address, ...rest } = run;
    return { ...rest, text: run.text.replace(/\n/g, ' ') };
  });
}

function nameOf(author: string, context: Context): Run {
  return name(userText(author, MOST_NAME, hiddenIn(context)));
}

/** The language in which a place is spoken of, where it is not in this one. */
function elsewhere(place: NotePlace, context: Context): Language | undefined {
  return LANGUAGES.find(
    (language) =>
      language !== context.language && sectionsIn(language, context).some((one) => one.place === place),
  );
}

/** A snapshot's notes, read once for both languages' briefs. */
const read = new WeakMap<Snapshot, Map<Language, readonly NoteSection[]>>();

function sectionsIn(language: Language, context: Context): readonly NoteSection[] {
  const { snapshot } = context;
  const text = snapshot.notes?.texts[language]?.text;
  if (text === undefined) return [];
  const known = read.get(snapshot) ?? new Map<Language, readonly NoteSection[]>();
  read.set(snapshot, known);
  const sections = known.get(language) ?? parseNote(text, '', knownIn(context)).sections;
  known.set(language, sections);
  return sections;
}

function knownIn({ snapshot }: Context): ReturnType<typeof knownOf> {
  return knownOf(snapshot.metals, snapshot.desk.sections);
}

function noteBlock({ place, blocks }: NoteSection, context: Context): Block {
  const { analyst } = context.say;
  const author = context.snapshot.notes?.texts[context.language]?.author;
  return {
    kind: 'analyst',
    id: `${place}-note`,
    label: author === undefined ? line`${analyst.label}` : analyst.by(nameOf(author, context)),
    blocks: blocks.flatMap((block) => printedBlock(block, linesOf(context), context)),
  };
}

type ToLine = (parts: readonly NotePart[]) => Line;

function printedBlock(
  block: NoteBlock<readonly NotePart[]>,
  toLine: ToLine,
  context: Context,
): NoteBlock<Line>[] {
  const all = (blocks: ReadonlyArray<NoteBlock<readonly NotePart[]>>): NoteBlock<Line>[] =>
    blocks.flatMap((one) => printedBlock(one, toLine, context));
  switch (block.kind) {
    case 'text':
    case 'subheading':
      return [{ ...block, line: toLine(block.line) }];
    case 'list':
      return [{ ...block, items: block.items.map(all) }];
    case 'quote':
      return [{ ...block, blocks: all(block.blocks) }];
    case 'grid':
      return [
        {
          ...block,
          columns: block.columns.map((column) => ({ ...column, head: toLine(column.head) })),
          rows: block.rows.map((row) => row.map(toLine)),
        },
      ];
    case 'image':
      return [printedImage(block, toLine, context)];
  }
}

/** A picture the snapshot has not, as in a draft that names a wrong one, leaves its words. */
function printedImage(
  block: Extract<NoteBlock<never>, { kind: 'image' }>,
  toLine: ToLine,
  { snapshot, say }: Context,
): NoteBlock<Line> {
  const words = (text: string): string =>
    toLine([{ kind: 'words', text }])
      .map((run) => run.text)
      .join('');
  const alt = block.alt === '' ? say.analyst.picture : words(block.alt);
  if (snapshot.notes?.images?.some(({ file }) => file === block.file)) {
    return { ...block, alt, caption: words(block.caption) };
  }
  return { kind: 'text', line: say.analyst.instead([{ kind: 'words', text: alt }]) };
}

/** Words as runs, figures in the places of slots. */
function linesOf(context: Context): ToLine {
  const hidden = hiddenIn(context);
  return (parts) =>
    parts.flatMap((part, at): readonly Run[] => {
      if (part.kind === 'unknown') return [{ kind: 'words', text: `[${part.text}]` }];
      if (part.kind === 'slot') {
        const runs = slotRuns(part.slot, context);
        return part.strong
          ? runs.map((run) => (run.kind === 'figure' ? { ...run, strong: true } : run))
          : runs;
      }
      const run = { ...part, text: withoutHidden(part.text, hidden) };
      const address = addressAfter(parts, at);
      return [address === undefined ? run : { ...run, address }];
    });
}

/** Numbers that must not be printed, of whatever series. That something is zero gives nothing away. */
function hiddenIn(context: Context): string[] {
  return Object.keys(context.snapshot.withheld ?? {})
    .flatMap((id) => hiddenOf(id, context))
    .filter((value) => Number(value) !== 0);
}

/** Where a link ends whose words are not its address: the address as one would type it. */
function addressAfter(parts: readonly NotePart[], at: number): string | undefined {
  const linkOf = (part: NotePart | undefined): string | undefined =>
    part?.kind === 'words' ? part.link : undefined;
  const link = linkOf(parts[at]);
  if (link === undefined || linkOf(parts[at + 1]) === link) return undefined;
  let words = '';
  for (let from = at; linkOf(parts[from]) === link; from -= 1) {
    const part = parts[from];
    words = (part?.kind === 'words' ? part.text : '') + words;
  }
  const typed = plainAddress(link);
  return plainAddress(words.trim()) === typed ? undefined : typed;
}

function plainAddress(link: string): string {
  return link.replace(/^(?:https?:\/\/|mailto:)/i, '').replace(/\/$/, '');
}
