import type { Problem } from '../errors.ts';
import type { Note } from '../model/notes.ts';
import { plainLines } from './characters.ts';
import { splitNote } from './front-matter.ts';
import { type NamedPicture, parseNote } from './parse-note.ts';
import type { Known } from './places.ts';
import { problemList } from './problem-list.ts';

export interface ReadNote {
  readonly note: Note;
  readonly pictures: readonly NamedPicture[];
  /** Everything wrong with it but its pictures, which lie on the disk. */
  readonly problems: readonly Problem[];
}

/** A note's file as text: what it says, what it names, what is wrong with it, each at its line and column. */
export async function checkNoteText(text: string, label: string, known: Known): Promise<ReadNote> {
  const { note, placed, headlineLine, problems } = await splitNote(plainLines(text), label);
  const { pictures, problems: own } = parseNote(placed, label, known);
  const ofFront = problemList(`${label}:1:1`);
  for (const problem of problems) ofFront.add(() => problem);
  const ofHeadline = headlineProblems(note.headline, headlineLine, text, label, known);
  return { note, pictures, problems: [...ofFront.told(), ...ofHeadline, ...own] };
}

/** A headline is one line of words and slots; its places are those of its line in the file. */
function headlineProblems(
  headline: string | undefined,
  line: number,
  text: string,
  label: string,
  known: Known,
): Problem[] {
  if (headline === undefined) return [];
  const source = plainLines(text).split('\n')[line] ?? '';
  const { problems } = parseNote(headline.replace(/\s+/g, ' '), label, known);
  const offset = Math.max(0, source.indexOf(headline.slice(0, 8)));
  return problems
    .filter(({ code }) => ['E_NOTE_SLOT', 'E_NOTE_CHARACTER'].includes(code))
    .map((problem) => {
      const column = Number(/:(\d+)$/.exec(problem.where)?.[1] ?? 1);
      return { ...problem, where: `${label}:${line + 1}:${column + offset}` };
    });
}
