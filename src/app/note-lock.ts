import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isDead, ownerName } from '../delivery/campaign/owner.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { NotePath } from './note-files.ts';

/** Held for as long as a small file takes to be written. */
const TRY_MS = 20;
const MOST_TRIES = 1000;
/** Of an owner we cannot ask after: nobody holds it for so many ms. */
const FORGOTTEN_MS = 120_000;
/** Locks asked for by this process, for their names. */
let made = 0;

/**
 * Does the work while nobody else saves the same note, in this process or another. Throws AssayError temporary
 * E_NOTE_BUSY, io E_NOTE_WRITE where the folder cannot be written.
 */
export async function whileLocked<T>(path: NotePath, effects: Effects, work: () => Promise<T>): Promise<T> {
  const lock = `${path.history}.lock`;
  made += 1;
  const own = `${lock}.${process.pid}-${made}-${Buffer.from(effects.random(6)).toString('hex')}`;
  try {
    await mkdir(path.history, { recursive: true });
    await writeFile(own, ownerName(), { flag: 'wx' });
    try {
      await take(own, lock, path, effects);
      try {
        return await work();
      } finally {
        await rm(lock, { force: true });
      }
    } finally {
      await rm(own, { force: true });
    }
  } catch (error) {
    if (error instanceof AssayError || !(error instanceof Error && 'code' in error)) throw error;
    const message = `cannot be saved (${String(error.code)}). Nothing was changed. Make room, or give whoever runs this the right to write into data/notes.`;
    throw new AssayError('io', { code: 'E_NOTE_WRITE', where: path.label, message }, { cause: error });
  }
}

async function take(own: string, lock: string, path: NotePath, effects: Effects): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      // A link is there with its content, or not at all.
      return await link(own, lock);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = await readFile(lock, 'utf8').catch(() => undefined);
    if (owner !== undefined && (isDead(owner) || (await isForgotten(lock, effects))))
      await breakLock(lock, owner, own);
    else if (tried < MOST_TRIES && !effects.stop.aborted) await effects.wait(TRY_MS);
    else {
      const message = 'somebody else has been saving it for a while. Nothing was changed. Save again.';
      throw new AssayError('temporary', { code: 'E_NOTE_BUSY', where: path.label, message });
    }
  }
}

async function isForgotten(lock: string, effects: Effects): Promise<boolean> {
  const found = await stat(lock).catch(() => undefined);
  return found !== undefined && effects.now().getTime() - found.mtimeMs > FORGOTTEN_MS;
}

/** Moved away first: what somebody else has taken meanwhile goes back. */
async function breakLock(lock: string, owner: string, own: string): Promise<void> {
  const aside = `${own}.old`;
  await rename(lock, aside).catch(() => undefined);
  const found = await readFile(aside, 'utf8').catch(() => undefined);
  if (found !== undefined && found !== owner) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}
