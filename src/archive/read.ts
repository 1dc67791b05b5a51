import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readRegularFile, sizeText } from '../catalog/regular-file.ts';
import { AssayError } from '../errors.ts';
import type { EditionFile, Manifest } from '../model/edition.ts';
import type { Verdict } from '../model/finding.ts';
import type { EditionId, Instant, WeekId } from '../model/time.ts';
import { byEdition, type EditionName, parseEditionId } from './edition-id.ts';
import { errorCode } from './folder.ts';
import { MANIFEST, openManifest } from './manifest.ts';

/** An edition as the list shows it; a broken one is listed with what is wrong with it. */
export interface EditionEntry {
  readonly edition: EditionId;
  readonly publishedAt?: string;
  readonly verdict?: Verdict;
  readonly problem?: string;
}

/** Every edition of `reports`, oldest week first, corrections after what they correct. */
export async function listEditions(reports: string): Promise<EditionEntry[]> {
  const { editions } = await foldersOf(reports);
  return Promise.all(
    editions.map(async ({ edition }) => {
      const misplaced = await placeProblem(reports, edition);
      if (misplaced !== undefined) return { edition, problem: misplaced };
      const bytes = await readManifestBytes(reports, edition).catch(() => undefined);
      if (bytes === undefined) return { edition, problem: `no readable ${MANIFEST}` };
      const opened = openManifest(bytes);
      if (opened.manifest === undefined) return { edition, problem: `${MANIFEST} ${opened.problem}` };
      const { publishedAt, verdict } = opened.manifest;
      return { edition, publishedAt, verdict };
    }),
  );
}

/** When the newest edition of a week was published; undefined where none can be read. */
export async function publishedAt(reports: string, week: WeekId): Promise<Instant | undefined> {
  const { editions } = await foldersOf(reports);
  const newest = editions.findLast((one) => one.week === week);
  if (newest === undefined) return undefined;
  const bytes = await readManifestBytes(reports, newest.edition).catch(() => undefined);
  return bytes === undefined ? undefined : openManifest(bytes).manifest?.publishedAt;
}

/**
 * What stands under an edition's name in place of the folder that was published; undefined where the folder does. A
 * link to the same bytes is no copy: they can change, or go, without anybody touching the archive.
 */
export async function placeProblem(reports: string, edition: EditionId): Promise<string | undefined> {
  const stat = await lstat(join(reports, edition)).catch((error: unknown) => {
    throw readFailure(labelOf(reports, edition), error);
  });
  if (stat.isDirectory()) return undefined;
  return `now ${stat.isSymbolicLink() ? 'a symbolic link' : 'no folder'}, not the folder that was published`;
}

/** What `reports` holds that is named like an edition, and what looks like one but is misnamed (`2026-W54`). */
export async function foldersOf(reports: string): Promise<{ editions: EditionName[]; misnamed: string[] }> {
  const entries = await readdir(reports, { withFileTypes: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw readFailure(labelOf(reports), error);
  });
  const editions: EditionName[] = [];
  const misnamed: string[] = [];
  for (const { name } of entries.filter((entry) => /^\d{4}-/.test(entry.name))) {
    const parsed = parsedOrUndefined(name);
    if (parsed === undefined) misnamed.push(name);
    else editions.push(parsed);
  }
  return { editions: editions.sort(byEdition), misnamed: misnamed.sort() };
}

function parsedOrUndefined(name: string): EditionName | undefined {
  try {
    return parseEditionId(name);
  } catch (error) {
    if (error instanceof AssayError) return undefined;
    throw error;
  }
}

/**
 * The proven manifest of an edition. Throws AssayError: usage E_EDITION_ID, missing E_EDITION_MISSING, data
 * E_ARCHIVE_MANIFEST when its own hash does not hold.
 */
export async function readManifest(reports: string, edition: string): Promise<Manifest> {
  const { edition: name } = parseEditionId(edition);
  await requireEdition(reports, name);
  const misplaced = await placeProblem(reports, name);
  if (misplaced !== undefined) {
    const message = `${misplaced}. ${RESTORE}`;
    throw new AssayError('data', { code: 'E_ARCHIVE_CHANGED', where: labelOf(reports, name), message });
  }
  const where = labelOf(reports, name, MANIFEST);
  const bytes = await readManifestBytes(reports, name).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw readFailure(where, error);
    throw new AssayError('data', {
      code: 'E_ARCHIVE_MANIFEST',
      where,
      message: `the edition has lost it. ${RESTORE}`,
    });
  });
  const opened = openManifest(bytes);
  if (opened.manifest === undefined) {
    throw new AssayError('data', {
      code: 'E_ARCHIVE_MANIFEST',
      where,
      message: `${opened.problem}. ${RESTORE}`,
    });
  }
  return opened.manifest;
}

/** What can be done about a damaged edition: it is never mended in place. */
export const RESTORE = 'Restore the folder from a copy of the archive.';

/** Every file the manifest lists, its bytes as they lie there, in the order of their paths. */
export async function readEdition(
  reports: string,
  edition: string,
): Promise<{ manifest: Manifest; files: EditionFile[] }> {
  const manifest = await readManifest(reports, edition);
  const files = await Promise.all(
    Object.keys(manifest.files)
      .sort()
      .map(async (path) => {
        const bytes = await readBytes(join(reports, edition, path)).catch((error: unknown) => {
          throw readFailure(labelOf(reports, edition, path), error);
        });
        return { path, bytes };
      }),
  );
  return { manifest, files };
}

/** Throws missing E_EDITION_MISSING, naming the editions there are. */
export async function requireEdition(reports: string, edition: EditionId): Promise<void> {
  const { editions } = await foldersOf(reports);
  if (editions.some((one) => one.edition === edition)) return;
  const newest = editions.slice(-5).map((one) => one.edition);
  const present =
    newest.length === 0
      ? 'None is archived yet; make one with "assay build".'
      : `Archived: ${editions.length > newest.length ? '…, ' : ''}${newest.join(', ')}.`;
  throw new AssayError('missing', {
    code: 'E_EDITION_MISSING',
    where: labelOf(reports, edition),
    message: `no such edition. ${present}`,
  });
}

export function readManifestBytes(reports: string, edition: EditionId): Promise<Uint8Array> {
  return readBytes(join(reports, edition, MANIFEST));
}

/** No file of an edition comes near this. */
const MAX_BYTES = 1024 ** 3;

/** What stands where a file of an edition should, and is not read. */
class NotAFile extends Error {
  readonly code: string;

  constructor(what: string) {
    super(what);
    this.code = what;
  }
}

/** Throws what the system says, or that there is no file of an edition. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const read = await readRegularFile(path, MAX_BYTES);
  if (read instanceof Uint8Array) return read;
  throw new NotAFile(read.kind === undefined ? sizeText(read.size ?? 0) : `${read.kind}, not a file`);
}

/** `reports/2025-W24/en/brief.pdf`: how messages name a file of an edition. */
export function labelOf(reports: string, ...parts: readonly string[]): string {
  return [basename(reports), ...parts].join('/');
}

/** A read the system refused, as an AssayError with the file and the reason. */
export function readFailure(where: string, error: unknown): AssayError {
  const code = errorCode(error) ?? 'unknown';
  if (code === 'ENOENT') {
    return new AssayError('data', {
      code: 'E_ARCHIVE_MISSING',
      where,
      message: `the file is gone. ${RESTORE}`,
    });
  }
  if (error instanceof NotAFile) {
    const message = `now ${error.message}. ${RESTORE}`;
    return new AssayError('data', { code: 'E_ARCHIVE_CHANGED', where, message });
  }
  if (code === 'ENOTDIR') {
    const message =
      'is not a folder. Expected the folder that holds the editions. Move it away, or name another desk with --desk.';
    return new AssayError('io', { code: 'E_ARCHIVE_PLACE', where, message }, { cause: error });
  }
  const denied = code === 'EACCES' || code === 'EPERM';
  return new AssayError(
    denied ? 'permission' : 'io',
    {
      code: denied ? 'E_ARCHIVE_PERMISSION' : 'E_ARCHIVE_READ',
      where,
      message: `cannot be read (${code}). ${denied ? 'Give this user the right to read it.' : 'Check the disk.'}`,
    },
    { cause: error },
  );
}
