import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeSynced } from '../archive/folder.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { WeekId } from '../model/time.ts';
import { type Change, differenceOf } from '../notes/difference.ts';
import {
  MOST_BYTES,
  type NotePath,
  notePath,
  noteText,
  parseLanguage,
  readNoteFile,
  tooLarge,
} from './note-files.ts';
import { whileLocked } from './note-lock.ts';
import { noteWords } from './recorded.ts';

export interface KeptNote {
  readonly text: string;
  /** sha256 of the file, '' where there is none: what a save must name as its base. */
  readonly version: string;
}

export interface NoteSave {
  readonly week: WeekId;
  readonly language: string;
  readonly text: string;
  /** The version the text was written from. */
  readonly base: string;
  /** Whoever wrote it. */
  readonly by: string;
}

export type NoteSaved =
  | {
      readonly saved: true;
      readonly version: string;
      /** For the audit trail. */
      readonly told: string;
    }
  | {
      readonly saved: false;
      /** What somebody else saved meanwhile, and how the two differ. */
      readonly conflict: KeptNote & { readonly difference: readonly Change[] };
    };

/** A note as it lies on the disk. Throws AssayError usage E_WEEK, E_NOTE_LANGUAGE; data E_NOTE_… for what is no note. */
export async function readNote(desk: Pick<Desk, 'root'>, week: WeekId, language: string): Promise<KeptNote> {
  return keptNote(notePath(desk, week, language));
}

async function keptNote(path: NotePath): Promise<KeptNote> {
  const read = await readNoteFile(path);
  if (read === undefined) return { text: '', version: '' };
  const text = read instanceof Uint8Array ? noteText(read, path.label) : read;
  if (typeof text !== 'string') throw new AssayError('data', text);
  return { text, version: versionOf(read instanceof Uint8Array ? read : text) };
}

/**
 * Saves a note if it was written from what lies there now; else gives that, and the difference. Every text that was
 * ever to be saved stays under `data/notes/.history/`, also one that was not taken. Throws AssayError usage E_WEEK,
 * E_NOTE_LANGUAGE; data E_NOTE_SIZE; temporary E_NOTE_BUSY; io E_NOTE_WRITE.
 */
export async function saveNote(
  desk: Pick<Desk, 'root'>,
  save: NoteSave,
  effects: Effects,
): Promise<NoteSaved> {
  const path = notePath(desk, save.week, save.language);
  const text = endedLine(save.text.replace(/\r\n?/g, '\n'));
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES)
    throw new AssayError('data', { code: 'E_NOTE_SIZE', where: path.label, message: tooLarge(bytes) });
  return whileLocked(path, effects, async () => {
    const present = await keptNote(path);
    if (present.text === text && present.version !== '') return savedAs(present.version);
    const isTaken = present.version === save.base;
    await keepEdited(path, present, effects);
    await keep(path, text, isTaken ? save.by : `${save.by}-not-taken`, effects);
    if (!isTaken)
      return { saved: false, conflict: { ...present, difference: differenceOf(present.text, text) } };
    const temporary = join(path.folder, `.${Buffer.from(effects.random(6)).toString('hex')}.tmp`);
    try {
      await writeSynced(temporary, text);
      await rename(temporary, path.file);
    } finally {
      await rm(temporary, { force: true });
    }
    await syncFolder(path.folder);
    return savedAs(versionOf(text));
  });
}

/** What a build would say of the note if it were saved: errors that stop it, and warnings. */
export async function checkNote(
  desk: Desk,
  week: WeekId,
  language: string,
  text: string,
): Promise<readonly Finding[]> {
  const { label } = notePath(desk, week, language);
  const { notesOf } = await import('./week-notes.ts');
  const { findings } = await notesOf(desk, week, { language: parseLanguage(language), text });
  return findings.filter(({ where }) => where.startsWith(label));
}

function savedAs(version: string): NoteSaved {
  return { saved: true, version, told: noteWords(version) };
}

function versionOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** What somebody wrote into the file by another way is a version too. */
async function keepEdited(path: NotePath, present: KeptNote, effects: Effects): Promise<void> {
  if (present.version === '') return;
  const names = await readdir(path.history).catch(() => []);
  for (const name of names.sort().reverse()) {
    if (versionOf(await readFile(join(path.history, name))) === present.version) return;
  }
  await keep(path, present.text, 'found', effects);
}

async function keep(path: NotePath, text: string, who: string, effects: Effects): Promise<void> {
  await mkdir(path.history, { recursive: true });
  const moment = effects.now().toISOString().replaceAll(':', '-');
  const name = who
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 48);
  for (let again = 1; ; again += 1) {
    try {
      await writeSynced(join(path.history, `${moment}-${name}${again === 1 ? '' : `-${again}`}.md`), text);
      await syncFolder(path.history);
      return await syncFolder(dirname(path.history));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST' && again < 100)) throw error;
    }
  }
}
