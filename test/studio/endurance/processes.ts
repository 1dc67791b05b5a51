import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a process holds open: each file by its path, sockets, pipes, with its number. */
export async function filesHeldBy(pid: number): Promise<Record<string, number>> {
  const folder = `/proc/${pid}/fd`;
  const kinds: Record<string, number> = {};
  for (const name of (await readdir(folder)).sort()) {
    // `socket:[12345]`; what is closed meanwhile is not held.
    const target = (await readlink(join(folder, name)).catch(() => '')).replace(/:\[\d+\]$/, '');
    if (target !== '') kinds[target] = (kinds[target] ?? 0) + 1;
  }
  return kinds;
}

/** Command lines of all processes that were given `NAME=value`, or whose parents were. */
export async function processesWith(variable: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(variable))
      found.push(await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => name));
  }
  return found;
}
