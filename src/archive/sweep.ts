import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isAlive } from '../alive.ts';
import { discard, isInUse } from './folder.ts';

const TEMPORARY = /^\.tmp-(\d+)-/;
const TRASH = /^\.swept-\d+-/;

/**
 * Removes what killed processes left in `reports`: unfinished editions and drafts. A folder whose process lives is
 * left alone. Never throws: leftovers are untidy, not wrong. Gives what it removed.
 */
export async function sweep(reports: string): Promise<string[]> {
  const places = [reports, join(reports, '.drafts')];
  const [unfinished, trash] = await Promise.all([
    Promise.all(places.map((place) => leftIn(place))),
    Promise.all(places.map((place) => namedIn(place, TRASH))),
  ]);
  const removals = [
    // Taken away by rename first, so that a process we wrongly hold for dead fails instead of publishing a torso.
    ...unfinished.flat().map((folder) => removed(folder, discard(folder))),
    ...trash.flat().map((folder) => removed(folder, rm(folder, { recursive: true, force: true }))),
  ];
  return (await Promise.all(removals)).flat();
}

async function removed(folder: string, removal: Promise<void>): Promise<string[]> {
  return removal.then(
    () => [folder],
    () => [],
  );
}

async function namedIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
}

async function leftIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of await namedIn(folder, TEMPORARY)) {
    const pid = Number(TEMPORARY.exec(basename(path))?.[1]);
    if (await isLeftover(path, pid)) found.push(path);
  }
  return found;
}

async function isLeftover(path: string, pid: number): Promise<boolean> {
  if (pid === process.pid) return !isInUse(path) && startedAfter(path, pid);
  return !isAlive(pid) || startedAfter(path, pid);
}

/** Whether the process of that number began after the folder was made: then it only inherited the number. */
async function startedAfter(path: string, pid: number): Promise<boolean> {
  try {
    const [folder, process, system] = await Promise.all([
      stat(path),
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/stat', 'utf8'),
    ]);
    const boot = Number(/^btime (\d+)$/m.exec(system)?.[1]);
    // Field 22, in hundredths of a second since boot; fields are counted after the name in parentheses.
    const ticks = Number(process.slice(process.lastIndexOf(')') + 2).split(' ')[19]);
    const startedMs = (boot + ticks / 100) * 1000;
    // btime is rounded to a second and drifts with the clock: err on the side of leaving the folder.
    return Number.isFinite(startedMs) && startedMs > folder.mtimeMs + 2000;
  } catch {
    return false;
  }
}
