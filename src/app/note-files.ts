import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parseWeek } from '../calendar/week.ts';
import { readRegularFile, refusalWords, sizeText } from '../catalog/regular-file.ts';
import type { Desk } from '../desk.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import { LANGUAGES, type Language } from '../model/language.ts';
import type { WeekId } from '../model/time.ts';

/** Far more than anybody writes of a week. */
export const MOST_BYTES = 256 * 1024;

/** A note's place on the disk: only a week and a language that were parsed ever become a path. */
export interface NotePath {
  readonly folder: string;
  readonly file: string;
  /** Versions that were saved. */
  readonly history: string;
  /** As messages name it. */
  readonly label: string;
}

/** Throws AssayError usage E_WEEK, E_NOTE_LANGUAGE. */
export function notePath(desk: Pick<Desk, 'root'>, week: WeekId, language: string): NotePath {
  const name = `${parseWeek(week)}.${parseLanguage(language)}`;
  const folder = notesFolder(desk);
  return {
    folder,
    file: join(folder, `${name}.md`),
    history: join(folder, '.history', name),
    label: `data/notes/${name}.md`,
  };
}

export function notesFolder(desk: Pick<Desk, 'root'>): string {
  return join(desk.root, 'data', 'notes');
}

export function parseLanguage(text: string): Language {
  const language = LANGUAGES.find((one) => one === text);
  if (language !== undefined) return language;
  throw new AssayError('usage', {
    code: 'E_NOTE_LANGUAGE',
    where: '',
    message: `${quoted(text)} is not a language notes are written in. Expected ${LANGUAGES.join(' or ')}.`,
  });
}

/** A note's bytes; undefined where there is none; a problem where what stands there is no note. */
export async function readNoteFile(path: NotePath): Promise<Uint8Array | Problem | undefined> {
  const problem = (code: string, message: string): Problem => ({ code, where: path.label, message });
  try {
    if (!(await liesIn(path.folder, path.file)))
      return problem(
        'E_NOTE_FILE',
        'a link that leads out of data/notes. Expected a file there; put the text itself there.',
      );
    const read = await readRegularFile(path.file, MOST_BYTES);
    if (read instanceof Uint8Array) return read;
    if (read.kind !== undefined)
      return problem('E_NOTE_FILE', `is ${read.kind}, not a file. Expected Markdown. Move it away.`);
    return problem('E_NOTE_SIZE', tooLarge(read.size ?? 0));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    return problem(
      'E_NOTE_FILE',
      `cannot be read (${refusalWords(error)}). Expected Markdown that whoever runs this may read.`,
    );
  }
}

export function tooLarge(bytes: number): string {
  return `${sizeText(bytes)}; the limit is ${sizeText(MOST_BYTES)}. Expected some pages of text. Put pictures into files of their own.`;
}

/** The text of a note's bytes, or why they are none. */
export function noteText(bytes: Uint8Array, label: string): string | Problem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const message = 'not valid UTF-8. Expected Markdown in UTF-8. Save it again as UTF-8.';
    return { code: 'E_NOTE_ENCODING', where: label, message };
  }
}

/** Whether a path leads to something inside the folder, whatever links it goes through. Throws ENOENT and its kin. */
export async function liesIn(folder: string, path: string): Promise<boolean> {
  const [inside, real] = await Promise.all([realpath(folder), realpath(path)]);
  return real.startsWith(inside + sep);
}

export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
