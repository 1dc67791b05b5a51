import { mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startAssay } from '../../support/assay.ts';
import { descendants } from '../../support/descendants.ts';

const insideSchema = z.object({
  rss: z.number(),
  heapUsed: z.number(),
  external: z.number(),
  /** Objects of classes that hold much, or that something outside holds. */
  alive: z.record(z.string(), z.number()),
});
export type Inside = z.infer<typeof insideSchema>;

/** The compiled program serving a desk, all its temporary files in `<desk>/tmp`. */
export async function serveSmall(root: string) {
  const [temporary, inside] = [join(root, 'tmp'), join(root, 'inside')];
  for (const folder of [temporary, inside]) await mkdir(folder);
  const { child, ended } = startAssay(['serve', '--desk', root, '--port', '0', '--no-schedule'], {
    env: {
      DATABASE_URL: '',
      TMPDIR: temporary,
      ASSAY_INSIDE: inside,
      NODE_OPTIONS: `--import=${new URL('./inside.mjs', import.meta.url)}`,
    },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  child.stdout?.on('data', (text) => {
    said += String(text);
  });
  const listening = /Listening on http:\/\/127\.0\.0\.1:(\d+)/;
  await expect.poll(() => listening.test(said), { timeout: 20_000 }).toBe(true);
  const pid = child.pid ?? 0;
  const looks = new Map<number, number>();
  /** A process of it, after it has thrown away what nobody holds. */
  const lookInto = async (one: number): Promise<Inside> => {
    const time = (looks.get(one) ?? 0) + 1;
    looks.set(one, time);
    process.kill(one, 'SIGUSR2');
    const path = join(inside, `${one}.${time}.json`);
    await expect.poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 20_000 }).not.toBe('');
    return insideSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  };
  return {
    port: Number(listening.exec(said)?.[1]),
    lookInto: () => lookInto(pid),
    /** The process that is kept warm for short jobs. */
    hand: () => descendants(pid).find(({ command }) => command.includes('hand.js')),
    lookIntoHand: async (): Promise<Inside | undefined> => {
      const hand = descendants(pid).find(({ command }) => command.includes('hand.js'));
      return hand === undefined ? undefined : lookInto(hand.pid);
    },
    processes: () => descendants(pid).map(({ command }) => command),
    held: () => held(pid),
    /** Processes that were started by it, whoever is their parent now. */
    left: () => startedWith(`ASSAY_INSIDE=${inside}`),
    temporary: () => readdir(temporary),
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** What a process holds open, each kind with its number: files by their paths, sockets and pipes as such. */
export async function held(pid: number): Promise<Record<string, number>> {
  const folder = `/proc/${pid}/fd`;
  const kinds: Record<string, number> = {};
  for (const name of await readdir(folder)) {
    const target = await readlink(join(folder, name)).catch(() => '');
    // Opened for this look alone, or closed meanwhile.
    if (target === '') continue;
    const kind = target.replace(/:\[\d+\]$/, '');
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

async function startedWith(variable: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(variable))
      found.push(await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => name));
  }
  return found;
}
