import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A line of the sink's log: a message whose dot arrived. */
export interface Logged {
  readonly address: string;
  /** Without angle brackets; `-` from a fast sink, as is the hash. */
  readonly messageId: string;
  readonly sha256: string;
}

export interface SinkProcess {
  readonly port: number;
  readonly pid: number;
  /** So many more letters are answered; whoever sends one more waits until this is said again. Undefined: all are. */
  allow(letters: number | undefined): void;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('./sink-process.mjs', import.meta.url));

/** Starts the sink as a process of its own. `delay`: milliseconds between a dot and its reply, `5-50`. */
export async function startSinkProcess(
  options: {
    readonly log?: string;
    readonly delay?: string;
    readonly fast?: boolean;
    readonly port?: number;
  } = {},
): Promise<SinkProcess> {
  const args = [
    program,
    ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ...(options.log === undefined ? [] : ['--log', options.log]),
    ...(options.delay === undefined ? [] : ['--delay', options.delay]),
    ...(options.fast ? ['--fast'] : []),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  if (child.stdout === null) throw new Error('the sink has no output');
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const port = Number(String(value).replace('port ', ''));
  if (!(port > 0) || child.pid === undefined) throw new Error(`the sink said ${String(value)}, not its port`);
  return {
    port,
    pid: child.pid,
    allow: (letters) => child.send({ allow: letters ?? null }),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What a sink's log holds so far; a last line still being written is left out. */
export async function sinkLog(file: string): Promise<Logged[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [address = '', messageId = '', sha256 = ''] = line.split('\t');
      return { address, messageId, sha256 };
    });
}
