import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end, its output going where ours goes. A stop request is passed on, and this process stays
 * until the child has cleaned up. Gives the exit code a shell would: 128 + signal when killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdout?: 'stdout' | 'stderr', shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', options.stdout === 'stderr' ? 2 : 1, 2],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    const release = passSignals(child);
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('exit', (code, signal) => {
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
