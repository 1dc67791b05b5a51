import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Sends the signal to the script, and to it alone, when its output has the words. */
  readonly stopWhen?: { readonly said: string; readonly signal: NodeJS.Signals };
}

/**
 * A clone with the real set-up scripts around a program of two lines: what set-up does is seen without building a
 * brief. `esbuild` is the repository's own; npm, apt-get and browsers are scripts that write down that they were called.
 */
export async function smallClone() {
  const folder = await mkdtemp(join(tmpdir(), 'assay-clone-test-'));
  const root = join(folder, 'clone');
  const bin = join(folder, 'bin');
  const started: ChildProcess[] = [];
  const put = async (path: string, text: string, mode = 0o644): Promise<string> => {
    const whole = join(folder, path);
    await mkdir(dirname(whole), { recursive: true });
    await writeFile(whole, text);
    await chmod(whole, mode);
    return whole;
  };
  await cp(join(REPOSITORY, 'src/setup'), join(root, 'src/setup'), { recursive: true });
  await put('clone/package.json', '{ "name": "small", "version": "1.0.0", "type": "module" }\n');
  await put('clone/package-lock.json', '{ "name": "small", "lockfileVersion": 3, "packages": { "": {} } }\n');
  await put('clone/tsconfig.json', '{}\n');
  await put('clone/src/greeting.ts', "export const greeting: string = 'hello';\n");
  await put(
    'clone/src/main.ts',
    "#!/usr/bin/env node\nimport { greeting } from './greeting.ts';\nconsole.log(greeting, ...process.argv.slice(2));\n",
  );
  await put('clone/src/sources/xlsx/xlsx-child.ts', 'process.exit(0);\n');
  await put('clone/src/app/hand.ts', 'process.exit(0);\n');
  await put('clone/src/catalog/parse-ahead.ts', 'export const parsedAhead = (files) => files.join();\n');
  await put(
    'bin/npm',
    `#!/bin/sh\necho "npm $*" >>"${folder}/calls"\nmkdir -p node_modules\nln -sfn "${REPOSITORY}/node_modules/esbuild" node_modules/esbuild\nln -sfn "${REPOSITORY}/node_modules/@esbuild" node_modules/@esbuild\n`,
    0o755,
  );
  return {
    root,
    put,
    /** Lines of what npm and browsers were asked since the last look. */
    calls: async (): Promise<string[]> => {
      const text = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
      await rm(join(folder, 'calls'), { force: true });
      return text.split('\n').filter((line) => line !== '');
    },
    browser: (name: string, ending = 'echo Chromium 1'): Promise<string> =>
      put(name, `#!/bin/sh\necho "browser $*" >>"${folder}/calls"\n${ending}\n`, 0o755),
    link: (target: string, path: string): Promise<void> => symlink(target, join(root, path)),
    run: (script: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Ended> =>
      ended(
        join(root, 'src/setup', script),
        args,
        { PATH: `${bin}:/usr/bin:/bin`, HOME: join(folder, 'home'), ...options.env },
        started,
        options.stopWhen,
      ),
    [Symbol.asyncDispose]: async () => {
      for (const child of started) endGroup(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}

async function ended(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  started: ChildProcess[],
  stopWhen?: { readonly said: string; readonly signal: NodeJS.Signals },
): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    env,
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a test that fails leaves no process behind.
    detached: true,
  });
  started.push(child);
  let stdout = '';
  let stderr = '';
  let stopped = false;
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (stopWhen === undefined || stopped || !stdout.includes(stopWhen.said)) return;
    stopped = true;
    child.kill(stopWhen.signal);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, stdout, stderr };
}
