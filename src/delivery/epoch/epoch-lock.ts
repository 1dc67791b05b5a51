import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Effects } from '../../effects.ts';
import { AssayError } from '../../errors.ts';
import { isDead, ownerName } from '../campaign/owner.ts';

/**
 * Does the work while nobody else does any with the file at `path`, whose folder is made where it is missing. Throws
 * AssayError temporary E_LEDGER_BUSY, io E_LEDGER_STATE where the folder cannot be written.
 */
export async function whileLocked<T>(path: string, effects: Effects, work: () => Promise<T>): Promise<T> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unlock = await lock(`${path}.lock`, effects);
    try {
      return await work();
    } finally {
      await unlock();
    }
  } catch (error) {
    if (error instanceof AssayError || !(error instanceof Error && 'code' in error)) throw error;
    const message = `what this machine remembers of the ledger cannot be kept (${String(error.code)}). Nothing was sent. Make room or give this user the right to write there, or set mail.stateFolder.`;
    throw new AssayError('io', { code: 'E_LEDGER_STATE', where: path, message }, { cause: error });
  }
}

/** Two senders that start at once take turns. A lock whose process is gone is nobody's. */
async function lock(path: string, effects: Effects): Promise<() => Promise<void>> {
  const own = `${path}.${Buffer.from(effects.random(6)).toString('hex')}`;
  await writeFile(own, ownerName(), { flag: 'wx' });
  try {
    for (let tried = 0; ; tried += 1) {
      try {
        // A link is there with its content, or not at all.
        await link(own, path);
        return () => rm(path, { force: true });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const owner = await readFile(path, 'utf8').catch(() => undefined);
      if (owner !== undefined && (isDead(owner) || owner === '' || (await isForgotten(path, effects))))
        await breakLock(path, owner, `${own}.old`);
      else if (tried < MOST_TRIES && !effects.stop.aborted) await effects.wait(TRY_MS);
      else throw stillLocked(path, owner ?? '');
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Of an owner we cannot ask after, such as a container that is gone: nobody holds it for so many ms. */
const FORGOTTEN_MS = 600_000;

async function isForgotten(path: string, effects: Effects): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && effects.now().getTime() - found.mtimeMs > FORGOTTEN_MS;
}

/** Held for milliseconds; a minute is more than any disk takes. */
const TRY_MS = 100;
const MOST_TRIES = 600;

/** Moved away first: what somebody else has locked meanwhile goes back. */
async function breakLock(path: string, owner: string, aside: string): Promise<void> {
  await rename(path, aside).catch(() => undefined);
  const found = await readFile(aside, 'utf8').catch(() => undefined);
  if (found !== undefined && found !== owner) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function stillLocked(path: string, owner: string): AssayError {
  return new AssayError('temporary', {
    code: 'E_LEDGER_BUSY',
    where: path,
    message: `another sender (${owner}) has been starting for a minute. Nothing was sent. Send again; if nobody is sending, remove this file.`,
  });
}
