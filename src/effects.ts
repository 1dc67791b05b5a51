/** The outside world, as one argument: tests pass their own. The only place that asks for the time. */
export interface Effects {
  now(): Date;
  /** A line for people, to stderr. */
  log(line: string): void;
  /** Milliseconds since some fixed moment, for stage timings and deadlines only. */
  ticks(): number;
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
    stop,
  };
}
