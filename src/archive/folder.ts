import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { EditionFile } from '../model/edition.ts';

/** Folders this process is writing now, so that its own sweep leaves them. */
const inUse = new Set<string>();
let made = 0;

export function isInUse(folder: string): boolean {
  return inUse.has(resolve(folder));
}

/**
 * A folder's files, all on the disk (fsync of each file and folder) under a temporary name beside the place they
 * are meant for, handed to `place`, which renames it. Whatever happens, nothing is left under the temporary name;
 * a killed process leaves it to the next `sweep`.
 */
export async function withTemporaryFolder<T>(
  parent: string,
  name: string,
  files: readonly EditionFile[],
  place: (temporary: string) => Promise<T>,
): Promise<T> {
  made += 1;
  const temporary = join(parent, `.tmp-${process.pid}-${made}-${name}`);
  inUse.add(resolve(temporary));
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await writeAll(temporary, files);
    const placed = await place(temporary);
    await syncFolder(parent);
    return placed;
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    inUse.delete(resolve(temporary));
  }
}

async function writeAll(folder: string, files: readonly EditionFile[]): Promise<void> {
  const folders = new Set(files.map((file) => dirname(join(folder, file.path))));
  for (const one of folders) await mkdir(one, { recursive: true });
  // All have ended, well or not, before the first failure is thrown: none writes into a folder being removed.
  const written = await Promise.allSettled(
    files.map((file) => writeSynced(join(folder, file.path), file.bytes)),
  );
  for (const one of written) if (one.status === 'rejected') throw one.reason;
  await Promise.all([folder, ...folders].map(syncFolder));
}

/** Writes a file that is not there yet, to the disk. `mode`: its rights. Throws what the system says. */
export async function writeSynced(path: string, content: Uint8Array | string, mode = 0o666): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename or new name in the folder durable. Windows cannot open folders; its file system journals names. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder; they are no safer for our giving up.
    if (!['EINVAL', 'ENOTSUP'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Moves a folder out of sight in one step, then removes it: nobody ever sees it half gone. */
export async function discard(folder: string): Promise<void> {
  made += 1;
  const parent = dirname(folder);
  const trash = join(parent, `.swept-${process.pid}-${made}`);
  try {
    await rename(folder, trash);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  await rm(trash, { recursive: true, force: true });
}

/** `ENOSPC`, `EACCES`… of a failed system call. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
