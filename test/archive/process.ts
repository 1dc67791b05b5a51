import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Publisher {
  readonly child: ChildProcess;
  tell(line: string): void;
  /** The next line it says. */
  heard(): Promise<string>;
  /** Ends it politely and waits. */
  end(): Promise<void>;
  /** Ends it at once, as a power cut would, and waits. */
  kill(): Promise<void>;
}

/** `publisher.ts` compiled once, to be started as often as wanted. */
export async function publisherProgram(): Promise<
  { start(args: readonly string[], uid?: number): Promise<Publisher> } & AsyncDisposable
> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-publisher-'));
  await chmod(folder, 0o755);
  const program = join(folder, 'publisher.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./publisher.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile: program,
  });
  return {
    start: async (args, uid) => {
      const child = spawn(process.execPath, [program, ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
        cwd: folder,
        ...(uid === undefined ? {} : { uid }),
      });
      const publisher = publisherOf(child, createInterface({ input: child.stdout }));
      const first = await publisher.heard();
      if (first !== 'ready') throw new Error(`publisher began with ${first}`);
      return publisher;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function publisherOf(child: ChildProcess, lines: Interface): Publisher {
  const exited = once(child, 'exit');
  const said = lines[Symbol.asyncIterator]();
  child.stdin?.on('error', () => undefined);
  return {
    child,
    tell: (line) => {
      child.stdin?.write(`${line}\n`);
    },
    heard: async () => {
      const next = await said.next();
      if (next.done === true) throw new Error('the publisher ended without a word');
      return next.value;
    },
    end: async () => {
      child.stdin?.end();
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
