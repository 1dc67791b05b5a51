import type { Effects } from '../../effects.ts';

/** The wall clock may stray this far from the ticks before nobody trusts it any more. */
const MOST_MS = 3_600_000;

/** Watches the wall clock against the ticks, from now on. What it gives tells, in words, of a jump by over an hour. */
export function watchClock(effects: Effects): () => string | undefined {
  const wall = effects.now().getTime();
  const ticks = effects.ticks();
  return () => {
    const jump = effects.now().getTime() - wall - (effects.ticks() - ticks);
    if (Math.abs(jump) <= MOST_MS) return undefined;
    const hours = (Math.abs(jump) / MOST_MS).toFixed(1);
    const direction = jump > 0 ? 'forward' : 'back';
    return `the clock of this machine went ${direction} by ${hours} hours while letters were being sent. Set it right, then go on`;
  };
}
