import type { Effects } from './effects.ts';

export interface Stopwatch {
  /** Milliseconds per stage. */
  readonly timings: Readonly<Record<string, number>>;
  time<T>(stage: string, work: () => T | Promise<T>): Promise<T>;
}

/** Times named stages, telling `report` when one begins; a stage that runs twice adds up. Leaves at once when a stop was asked for. */
export function stopwatch(effects: Effects, report?: (stage: { stage: string }) => void): Stopwatch {
  const timings: Record<string, number> = {};
  return {
    timings,
    time: async (stage, work) => {
      effects.stop.throwIfAborted();
      report?.({ stage });
      const start = effects.ticks();
      try {
        return await work();
      } finally {
        timings[stage] = Math.round((timings[stage] ?? 0) + effects.ticks() - start);
      }
    },
  };
}
