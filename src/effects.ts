import { randomBytes } from 'node:crypto';

/** The outside world, as one argument: tests pass their own. The only place that asks for the time. */
export interface Effects {
  now(): Date;
  /** A line for people, to stderr. */
  log(line: string): void;
  /** Milliseconds since some fixed moment, for stage timings and deadlines only. */
  ticks(): number;
  /** Resolves after that many milliseconds, or as soon as a stop is asked for. */
  wait(ms: number): Promise<void>;
  /** Bytes nobody can guess: keys and names that must be new. */
  random(bytes: number): Uint8Array;
  /** Aborted by Ctrl-C or a stop request: whoever holds something gives it back and leaves. */
  readonly stop: AbortSignal;
}

export function realEffects(stop: AbortSignal): Effects {
  return {
    now: () => new Date(),
    log: (line) => {
      process.stderr.write(`${line}\n`);
    },
    ticks: () => performance.now(),
    wait: (ms) =>
      new Promise((resolve) => {
        if (stop.aborted) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          stop.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        stop.addEventListener('abort', done, { once: true });
      }),
    random: (bytes) => randomBytes(bytes),
    stop,
  };
}
