import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { doubtfulCharacters } from '../brief/user-text.ts';
import type { Desk } from '../desk.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import { type Finding, findingAt, hasErrors } from '../model/finding.ts';
import { LANGUAGES, type Language } from '../model/language.ts';
import type { Note, WeekNotes } from '../model/notes.ts';
import type { Instant, WeekId } from '../model/time.ts';
import {
  checkNoteText,
  inOrder,
  type Known,
  knownOf,
  type NamedPicture,
  parseNote,
  problemList,
} from '../notes/index.ts';
import { missingGlyphs } from '../render/fonts.ts';
import { type NotePath, notePath, notesFolder, noteText, readNoteFile } from './note-files.ts';
import { readPictures } from './note-pictures.ts';

/** What people wrote of a week, as its snapshot keeps it, and everything wrong with it. */
export interface FoundNotes {
  /** Absent where nobody wrote anything. */
  readonly notes?: WeekNotes;
  /** Errors by file and line, then warnings. */
  readonly findings: readonly Finding[];
}

/** A text that stands for the file of its language, as an editor holds it before it is saved. */
export interface NoteDraft {
  readonly language: Language;
  readonly text: string;
}

/** Reads the week's notes in every language and the pictures they name. */
export function notesOf(desk: Desk, week: WeekId, draft?: NoteDraft): Promise<FoundNotes> {
  return readNotes(desk, week, draft === undefined ? {} : { draft });
}

interface Reading {
  readonly draft?: NoteDraft;
  /** What was written after that moment is left out. */
  readonly knownBy?: Instant;
}

async function readNotes(desk: Desk, week: WeekId, { draft, knownBy }: Reading): Promise<FoundNotes> {
  const known = knownOf(desk.catalog.metals, desk.config.sections);
  const texts: { [L in Language]?: Note } = {};
  let problems: Problem[] = [];
  let named: NamedPicture[] = [];
  const later: Finding[] = [];
  for (const language of LANGUAGES) {
    const path = notePath(desk, week, language);
    const text = draft?.language === language ? draft.text : await textAt(path, problems);
    if (text === undefined || text.trim() === '') continue;
    const read = await checkNoteText(text, path.label, known);
    if (knownBy !== undefined && (await isLater(path, read.pictures, knownBy))) {
      later.push(leftOut(path.label, knownBy));
      continue;
    }
    texts[language] = read.note;
    named = named.concat(read.pictures);
    problems = problems.concat(read.problems, await unprintable(text, path.label));
  }
  const { images, problems: ofPictures } = await readPictures(notesFolder(desk), named);
  const findings = [
    ...inOrder([...problems, ...ofPictures]).map(({ code, where, message }) =>
      findingAt(code, where, message),
    ),
    ...named.flatMap(({ alt, file, where }) => (alt === '' ? [withoutWords(file, where)] : [])),
    ...later,
    ...(await strayFiles(desk, week)),
    ...untranslated(texts, desk, week, known),
  ];
  if (Object.keys(texts).length === 0) return { findings };
  return { notes: { texts, ...(images.length === 0 ? {} : { images }) }, findings };
}

/**
 * The week's notes, with what must be said of them; of those that were written after `knownBy`, only that. Throws
 * AssayError data with everything that is wrong.
 */
export async function soundNotes(
  desk: Desk,
  week: WeekId,
  knownBy: Instant | undefined,
): Promise<FoundNotes> {
  const found = await readNotes(desk, week, knownBy === undefined ? {} : { knownBy });
  if (hasErrors(found.findings))
    throw new AssayError(
      'data',
      found.findings.filter(({ severity }) => severity === 'error'),
    );
  return found;
}

/** By when the files were last changed: what has not been changed since says what it said then. */
async function isLater(
  path: NotePath,
  pictures: readonly NamedPicture[],
  knownBy: Instant,
): Promise<boolean> {
  const files = [path.file, ...pictures.map(({ file }) => join(path.folder, file))];
  const changed = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...changed) > Date.parse(knownBy);
}

function leftOut(label: string, knownBy: Instant): Finding {
  const message = `was changed after ${knownBy}, and is left out of what was known then.`;
  return findingAt('W_NOTE_LATER', label, message);
}

async function textAt(path: ReturnType<typeof notePath>, problems: Problem[]): Promise<string | undefined> {
  const read = await readNoteFile(path);
  const text = read instanceof Uint8Array ? noteText(read, path.label) : read;
  if (text === undefined || typeof text === 'string') return text;
  problems.push(text);
  return undefined;
}

/** Characters that none of our fonts has, each at its first place. The fonts are read only where one is in doubt. */
async function unprintable(text: string, label: string): Promise<Problem[]> {
  const doubtful = [...doubtfulCharacters(text)].filter((one) => !/[\p{C}\n]/u.test(one));
  if (doubtful.length === 0) return [];
  const problems = problemList(`${label}:${text.split('\n').length}:1`);
  for (const character of await missingGlyphs(doubtful))
    problems.add(() => unprinted(character, text, label));
  return problems.told();
}

function unprinted(character: string, text: string, label: string): Problem {
  const before = text.slice(0, text.indexOf(character)).split('\n');
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    code: 'E_NOTE_CHARACTER',
    where: `${label}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
    message: `no font of ours has U+${code} (${quoted(character)}). Write it with another character.`,
  };
}

function withoutWords(file: string, where: string): Finding {
  const message = `the picture ${quoted(file)} has no words. Expected ![what it shows](${file}), for those who do not see it.`;
  return findingAt('W_NOTE_ALT', where, message);
}

/** Files that are meant for the week by their name, and are read by nobody. */
async function strayFiles(desk: Desk, week: WeekId): Promise<Finding[]> {
  const entries = await readdir(notesFolder(desk)).catch(() => []);
  const expected = LANGUAGES.map((language) => `${week}.${language}.md`);
  return entries
    .filter(
      (name) => name.toLowerCase().startsWith(week.toLowerCase()) && /\.(?:md|markdown|txt)$/i.test(name),
    )
    .filter((name) => !expected.includes(name))
    .map((name) =>
      findingAt(
        'W_NOTE_NAME',
        `data/notes/${name}`,
        `is not read: no note has this name. Expected ${expected.join(' or ')}. Rename it, or move it away.`,
      ),
    );
}

/** Where one language of the desk has words that another lacks. */
function untranslated(
  texts: { readonly [L in Language]?: Note },
  desk: Desk,
  week: WeekId,
  known: Known,
): Finding[] {
  const places = (language: Language): string[] =>
    parseNote(texts[language]?.text ?? '', '', known).sections.map(({ place }) => place);
  return desk.config.languages.flatMap((language) => {
    const own = new Set(places(language));
    const others = LANGUAGES.filter((one) => one !== language).flatMap(places);
    const missing = [...new Set(others)].filter((place) => place !== '' && !own.has(place));
    if (missing.length === 0) return [];
    const message = `no words of ${missing.join(', ')}, which the other language has. The brief says so. Add them, or leave it at that.`;
    return [findingAt('W_NOTE_TRANSLATION', `data/notes/${week}.${language}.md`, message)];
  });
}
