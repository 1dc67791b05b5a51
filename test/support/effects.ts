import type { Effects } from '../../src/effects.ts';

/** Effects of a test: a clock that stands still, a log that is kept. */
export function stillEffects(moment = '2026-11-22T08:00:00.000Z'): Effects & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    now: () => new Date(moment),
    log: (line) => {
      lines.push(line);
    },
    ticks: () => 0,
    wait: async () => undefined,
    random: (bytes) => new Uint8Array(bytes).fill(7),
    stop: new AbortController().signal,
  };
}
