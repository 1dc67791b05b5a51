import { spawn } from 'node:child_process';
import { watchMemory } from './process-tree.mjs';

/**
 * Runs a program to its end and takes the time from its start to its exit.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {boolean} memory
 * @param {string} [cwd]
 * @returns {Promise<{ ms: number, code: number | null, stdout: string, stderr: string, peakBytes: number | undefined }>}
 */
export function timed(command, args, memory, cwd) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    const watch = memory && child.pid !== undefined ? watchMemory(child.pid) : undefined;
    let ms = 0;
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('exit', () => {
      ms = Math.round(performance.now() - begun);
    });
    child.on('close', (code) => resolve({ ms, code, stdout, stderr, peakBytes: watch?.stop() }));
  });
}
