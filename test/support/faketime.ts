import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { programRoot } from '../../src/program.ts';

/** What `faketime` loads into a program; undefined where it is not installed, but where CI is set that is an error. */
export function faketimeLibrary(): string | undefined {
  const found = spawnSync('faketime', ['-f', '+0', 'env'], { encoding: 'utf8' });
  const library = /^LD_PRELOAD=(.+)$/m.exec(found.stdout ?? '')?.[1];
  if (library !== undefined) return library;
  const words = 'faketime is not installed: the scheduled Sunday is SKIPPED. Try: apt install faketime';
  if (process.env.CI) throw new Error(words);
  process.stderr.write(`${words}\n`);
  return undefined;
}

export interface Faked {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** The compiled program from a moment on (`2025-06-15T09:59:40Z`), its clocks running `speed` times as fast. */
export function startAt(
  words: readonly string[],
  { library, moment, speed, env }: { library: string; moment: string; speed: number; env: NodeJS.ProcessEnv },
): Faked {
  const behind = Math.round((Date.parse(moment) - Date.now()) / 1000);
  const hook = join(import.meta.dirname, 'faketime-children.mjs');
  const main = join(programRoot(), 'dist', 'main.js');
  const child = spawn(process.execPath, [main, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      ...env,
      LD_PRELOAD: library,
      NODE_OPTIONS: `--import=${hook}`,
      TZ: 'UTC',
      FAKETIME: `@${moment.slice(0, 10)} ${moment.slice(11, 19)} x${speed}`,
      // Its own is read once: the hook changes what its children see.
      FAKETIME_CACHE_DURATION: '10000000',
      CHILDREN_FAKETIME: `${behind}`,
    },
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stderr }));
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, ended };
}
