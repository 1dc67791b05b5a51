import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSynced } from '../../archive/folder.ts';
import { AssayError, type ExitName } from '../../errors.ts';
import type { EditionFile } from '../../model/edition.ts';

/**
 * Writes files into a folder, which is made where it is missing: each whole under another name first, and named only
 * when all of them are there. What else the folder holds stays. Gives their paths. Throws AssayError cannotCreate
 * E_PREVIEW_PLACE, permission E_PREVIEW_PERMISSION, io E_PREVIEW_WRITE.
 */
export async function writeTogether(folder: string, files: readonly EditionFile[]): Promise<string[]> {
  const temporary = ({ path }: EditionFile): string => join(folder, `.tmp-${process.pid}-${path}`);
  try {
    await mkdir(folder, { recursive: true });
    await requireNoEdition(folder);
    for (const { path } of files) await requireNoFolder(join(folder, path));
    for (const file of files) {
      await rm(temporary(file), { force: true });
      await writeSynced(temporary(file), file.bytes);
    }
    for (const file of files) await rename(temporary(file), join(folder, file.path));
    return files.map(({ path }) => join(folder, path));
  } catch (error) {
    throw failure(folder, error);
  } finally {
    for (const file of files) await rm(temporary(file), { force: true }).catch(() => undefined);
  }
}

/** A file more, and the edition would no longer be what was published: it could never be mailed. */
async function requireNoEdition(folder: string): Promise<void> {
  const found = await stat(join(folder, 'edition.json')).catch(() => undefined);
  if (found !== undefined) throw refusal('cannotCreate', 'E_PREVIEW_PLACE', folder, 'is a published edition');
}

/** Nothing is named before it is known that everything can be. */
async function requireNoFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory())
    throw refusal('cannotCreate', 'E_PREVIEW_PLACE', path, 'a folder stands in its way');
}

function failure(folder: string, error: unknown): unknown {
  if (error instanceof AssayError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) {
    return refusal('cannotCreate', 'E_PREVIEW_PLACE', folder, `cannot be a folder for it (${code})`, error);
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return refusal('permission', 'E_PREVIEW_PERMISSION', folder, `cannot be written to (${code})`, error);
  }
  return refusal('io', 'E_PREVIEW_WRITE', folder, `could not be written (${code})`, error);
}

function refusal(exit: ExitName, code: string, where: string, what: string, cause?: unknown): AssayError {
  const message = `${what}. Nothing was written. Name a folder of your own, or one that is not there yet.`;
  return new AssayError(exit, { code, where, message }, { cause });
}
