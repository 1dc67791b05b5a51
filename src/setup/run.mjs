import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeoutMs?: number }} RunOptions
 */

/**
 * Runs a program to its end, its output going where ours goes. A stop request is passed on, and this process stays
 * until the child has cleaned up. Gives the exit code a shell would: 128 + signal when killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { stdout?: 'stdout' | 'stderr' | 'ignore' }} [options] where its stdout goes
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return ended(
    started(command, args, options, [
      'ignore',
      options.stdout === 'ignore' ? 'ignore' : options.stdout === 'stderr' ? 2 : 1,
      2,
    ]),
  );
}

/**
 * The same in silence: what it says is given back.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runSilently(command, args, options = {}) {
  const child = started(command, args, options, ['ignore', 'pipe', 'pipe']);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  return { code: await ended(child), output };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @param {import('node:child_process').StdioOptions} stdio
 */
function started(command, args, { cwd, env, shell, timeoutMs }, stdio) {
  return spawn(command, [...args], {
    cwd,
    env: env ?? process.env,
    shell: shell ?? false,
    stdio,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    const release = passSignals(child);
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('close', (code, signal) => {
      release();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
  /** @type {Array<[NodeJS.Signals, () => void]>} */
  const handlers = [];
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // A terminal sends Ctrl-C to parent and child alike; passing it on would be the second, which asks to leave at once.
    const pass = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, pass);
    handlers.push([signal, pass]);
  }
  return () => {
    for (const [signal, pass] of handlers) process.off(signal, pass);
  };
}
