import type { Instant } from '../model/time.ts';

/** The wall clock may stray this far from the machine's uptime between two looks before nobody trusts it. */
const MOST_MS = 3_600_000;

/** What the clocks showed at the last look: `up` in milliseconds, by a clock that nobody sets. */
export interface ClockLook {
  readonly wall: number;
  readonly up: number;
}

export interface ClockJump {
  /** Forward by so many milliseconds; back where negative. */
  readonly ms: number;
  /** What became due after this moment, became so by the jump. */
  readonly before: Instant;
}

/** How far the wall clock jumped since the last look; undefined where it went as it should. Sleep is no jump. */
export function jumpSince(last: ClockLook | undefined, now: ClockLook): ClockJump | undefined {
  if (last === undefined) return undefined;
  const gone = now.up - last.up;
  const ms = now.wall - last.wall - gone;
  if (Math.abs(ms) <= MOST_MS) return undefined;
  return { ms, before: new Date(last.wall + Math.max(0, gone)).toISOString() };
}

export function jumpWords({ ms }: ClockJump): string {
  const hours = (Math.abs(ms) / MOST_MS).toFixed(1);
  return `the clock of this machine went ${ms > 0 ? 'forward' : 'back'} by ${hours} hours`;
}
