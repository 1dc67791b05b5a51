import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Ended, startAssay } from '../../support/assay.ts';
import { descendants } from '../../support/descendants.ts';
import { filesHeldBy, processesWith } from './processes.ts';

/** What a process has when all that nobody holds was thrown away: bytes, and objects. */
const insideSchema = z.object({
  rss: z.number(),
  heapUsed: z.number(),
  alive: z.object({ emitters: z.number(), signals: z.number() }),
});
export interface Inside extends z.infer<typeof insideSchema> {
  /** What it holds open: each file by its path, sockets, pipes, with its number. */
  readonly held: Readonly<Record<string, number>>;
}

export interface Served {
  readonly port: number;
  lookInside(): Promise<Inside>;
  /** Into the process that is kept warm for short jobs. */
  lookInsideHand(): Promise<Inside>;
  /** Command lines of what it has started. */
  processes(): string[];
  /** Browsers it has a connection to. */
  connections(): Promise<number>;
  /** Processes that were started by it, whoever is their parent now. */
  left(): Promise<string[]>;
  /** What lies in the folder for temporary files. */
  temporary(): Promise<string[]>;
  stop(): Promise<Ended>;
}

/** Sockets to each process that works for it: its channel, and what it writes for people. */
const CHANNELS = 2;

/** The compiled program serving a desk, with a folder of its own for temporary files. */
export async function serveSmall(root: string): Promise<Served> {
  const [temporary, looks] = [join(root, 'tmp'), join(root, 'looks')];
  for (const folder of [temporary, looks]) await mkdir(folder);
  const { child, ended } = startAssay(['serve', '--desk', root, '--port', '0', '--no-schedule'], {
    env: {
      DATABASE_URL: '',
      TMPDIR: temporary,
      ASSAY_INSIDE: looks,
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${new URL('./inside.mjs', import.meta.url)}`,
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
  await expect.poll(() => listening.test(said)).toBe(true);
  const pid = child.pid ?? 0;
  const sockets = async (): Promise<number> => (await filesHeldBy(pid)).socket ?? 0;
  const before = await sockets();
  const looked = new Map<number, number>();
  const lookInto = async (one: number): Promise<Inside> => {
    const time = (looked.get(one) ?? 0) + 1;
    looked.set(one, time);
    process.kill(one, 'SIGUSR2');
    const path = join(looks, `${one}.${time}.json`);
    await expect.poll(() => readFile(path, 'utf8').catch(() => '')).not.toBe('');
    return { ...insideSchema.parse(JSON.parse(await readFile(path, 'utf8'))), held: await filesHeldBy(one) };
  };
  return {
    port: Number(listening.exec(said)?.[1]),
    lookInside: () => lookInto(pid),
    lookInsideHand: async () => {
      const hand = descendants(pid).find(({ command }) => command.includes('hand.js'));
      if (hand === undefined) throw new Error('no process is kept warm');
      return lookInto(hand.pid);
    },
    processes: () => descendants(pid).map(({ command }) => command),
    connections: async () => (await sockets()) - before - CHANNELS * descendants(pid).length,
    left: () => processesWith(`ASSAY_INSIDE=${looks}`),
    temporary: () => readdir(temporary),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
