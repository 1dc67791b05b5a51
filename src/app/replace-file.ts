import { createHash } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isAlive } from '../alive.ts';
import { errorCode, syncFolder, writeSynced } from '../archive/folder.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';

/**
 * Rewrites a text file that people and programs change: `change` is given what it holds now ('' where there is none)
 * and gives what it shall hold, the same text for no change. Writers of ours come one after the other; whoever changed
 * it by hand in between is not overwritten, `change` is asked again. Readers see the old text or the new, never half.
 * Gives what it holds then. Throws what `change` throws, temporary E_FILE_BUSY, permission or io E_FILE_WRITE.
 */
export function replaceFile(
  file: string,
  change: (text: string) => string | Promise<string>,
  effects: Pick<Effects, 'wait'>,
): Promise<string> {
  const path = resolve(file);
  const work = (turns.get(path) ?? Promise.resolve()).then(() => replaced(path, change, effects));
  const turn = work.then(
    () => undefined,
    () => undefined,
  );
  turns.set(path, turn);
  void turn.then(() => {
    if (turns.get(path) === turn) turns.delete(path);
  });
  return work;
}

/** Of this process one after the other; the lock beside the file is for the others. */
const turns = new Map<string, Promise<void>>();

const MOST_ATTEMPTS = 10;
const WAIT_MS = 25;
/** Whoever holds the lock writes one small file. */
const MOST_WAITS = 400;

let made = 0;

async function replaced(
  file: string,
  change: (text: string) => string | Promise<string>,
  effects: Pick<Effects, 'wait'>,
): Promise<string> {
  const label = `${basename(dirname(file))}/${basename(file)}`;
  try {
    const release = await lock(join(dirname(file), `.${basename(file)}.lock`), label, effects);
    try {
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
        const before = await textOf(file);
        const after = await change(before);
        if (after === before || (await swapped(file, before, after))) return after;
      }
      throw busy(label, 'it is being changed again and again by another program');
    } finally {
      await release();
    }
  } catch (error) {
    throw failure(label, error);
  }
}

async function swapped(file: string, before: string, after: string): Promise<boolean> {
  made += 1;
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}-${made}`);
  try {
    await writeSynced(temporary, after);
    // Asked as late as can be: an editor that is no program of ours knows of no lock.
    if (hashOf(await textOf(file)) !== hashOf(before)) return false;
    await rename(temporary, file);
    await syncFolder(dirname(file));
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A file that only one can make, with the number of its process in it. */
async function lock(
  path: string,
  label: string,
  effects: Pick<Effects, 'wait'>,
): Promise<() => Promise<void>> {
  let seen = '';
  let waits = 0;
  while (waits < 2 * MOST_WAITS) {
    try {
      await writeSynced(path, `${process.pid} ${made}`);
      return () => rm(path, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = await textOf(path);
    waits = holder === seen ? waits + 1 : 0;
    seen = holder;
    const owner = Number.parseInt(holder, 10);
    // Ours is of a process of the same number that ended; one that holds it for seconds has stopped, or is another.
    const isLeft = owner > 0 && (owner === process.pid || !isAlive(owner));
    if (isLeft || waits === MOST_WAITS) await rm(path, { force: true });
    else await effects.wait(WAIT_MS);
  }
  throw busy(label, 'another program has been writing it for seconds');
}

function busy(label: string, what: string): AssayError {
  return new AssayError('temporary', {
    code: 'E_FILE_BUSY',
    where: label,
    message: `${what}; nothing was changed. Try again in a moment.`,
  });
}

function failure(label: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof AssayError || code === undefined) return error;
  const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  const next = denied ? 'Give this user the right to write to the folder.' : 'Check the disk and try again.';
  return new AssayError(
    denied ? 'permission' : 'io',
    {
      code: 'E_FILE_WRITE',
      where: label,
      message: `cannot be written (${code}); nothing was changed. ${next}`,
    },
    { cause: error },
  );
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
