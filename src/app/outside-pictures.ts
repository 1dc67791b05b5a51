import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile, sizeText } from '../catalog/regular-file.ts';
import type { Desk } from '../desk.ts';
import { LANGUAGES } from '../model/language.ts';
import type { WeekId } from '../model/time.ts';
import type { AuditTrail } from '../store/office/index.ts';
import { keeper, stampOf } from './kept.ts';
import { liesIn, notePath, notesFolder, noteText, readNoteFile } from './note-files.ts';
import { MOST_PICTURE_BYTES } from './note-pictures.ts';
import type { Found } from './outside.ts';
import { recordedHash } from './recorded.ts';

/** Readiness is asked for again and again; pictures have megabytes. */
const names = keeper<readonly string[]>(24);
const hashes = keeper<Hashed | undefined>(100);

interface Hashed {
  readonly hash: string;
  readonly bytes: number;
}

/** Pictures that a week's notes name and whose content the audit trail does not know: they come by no other way. */
export async function picturesFound(
  desk: Pick<Desk, 'root' | 'catalog' | 'config'>,
  audit: AuditTrail,
  week: WeekId,
  now: Date,
): Promise<Found[]> {
  const folder = notesFolder(desk);
  const named = await Promise.all(LANGUAGES.map((language) => namedIn(desk, week, language)));
  const found: Found[] = [];
  for (const file of [...new Set(named.flat())].sort()) {
    const path = join(folder, ...file.split('/'));
    const hashed = await hashes(path, stampOf([path]), () => hashOf(folder, path));
    // What is no picture here stops the build, and says so.
    if (hashed === undefined) continue;
    const target = `${week} ${file}`;
    if (recordedHash(await audit.list({ action: 'note.picture', target, limit: 1 }), now) === hashed.hash)
      continue;
    const detail = `${sizeText(hashed.bytes)}, sha256 ${hashed.hash}`;
    found.push({ action: 'note.picture', target, detail, file: await stat(path).catch(() => undefined) });
  }
  return found;
}

async function namedIn(
  desk: Pick<Desk, 'root' | 'catalog' | 'config'>,
  week: WeekId,
  language: string,
): Promise<readonly string[]> {
  const path = notePath(desk, week, language);
  return names(path.file, stampOf([path.file]), async () => {
    const bytes = await readNoteFile(path);
    const text = bytes instanceof Uint8Array ? noteText(bytes, path.label) : '';
    // What is no text is a finding of its own.
    if (typeof text !== 'string' || text === '') return [];
    const { knownOf, parseNote } = await import('../notes/index.ts');
    const { pictures } = parseNote(text, path.label, knownOf(desk.catalog.metals, desk.config.sections));
    return pictures.map(({ file }) => file);
  });
}

async function hashOf(folder: string, path: string): Promise<Hashed | undefined> {
  if (!(await liesIn(folder, path).catch(() => false))) return undefined;
  const bytes = await readRegularFile(path, MOST_PICTURE_BYTES).catch(() => undefined);
  if (!(bytes instanceof Uint8Array)) return undefined;
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
