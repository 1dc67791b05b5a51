import type { Effects } from '../../effects.ts';
import type { Trouble } from './carrier.ts';

/** Seconds to wait between tries while the mail server is in trouble; after the last the campaign is paused. */
const PAUSES = [1, 5, 15, 60, 120, 300] as const;

/** Shut while the mail server is in trouble: nobody is to blame, everybody waits. */
export interface HostGate {
  /** Grows with each trouble. What several lines report of one and the same trouble counts once. */
  readonly generation: number;
  /** Resolves when it may be tried again, or a stop is asked for. */
  pass(halted: () => boolean): Promise<void>;
  /**
   * Trouble met by someone who passed in that generation. Gives why to pause the campaign, or undefined while
   * waiting may help.
   */
  trouble(trouble: Trouble, generation: number): string | undefined;
  /** The server did its work. */
  good(): void;
}

/** Trouble so long after the last, in ms, is another. */
const APART = 240_000;
/** Longest single wait, in ms: somebody else may have halted the campaign meanwhile. */
const SLICE = 5_000;

export function openHostGate(effects: Effects, tell: (note: string) => void): HostGate {
  let generation = 0;
  let row = 0;
  let openAt = Number.NEGATIVE_INFINITY;
  return {
    get generation() {
      return generation;
    },
    async pass(halted) {
      for (;;) {
        const left = openAt - effects.ticks();
        if (left <= 0 || halted()) return;
        await effects.wait(Math.min(left, SLICE));
      }
    },
    trouble({ reason, fatal }, seen) {
      if (fatal) return reason;
      if (seen !== generation) return undefined;
      generation += 1;
      if (effects.ticks() - openAt > APART) row = 0;
      const pause = PAUSES[row];
      // Some are whole sentences.
      const said = reason.replace(/\.$/, '');
      if (pause === undefined) return `${said} (tried ${PAUSES.length + 1} times in a row)`;
      row += 1;
      openAt = effects.ticks() + pause * 1000;
      tell(`${said}; next try in ${pause} s`);
      return undefined;
    },
    good() {
      row = 0;
    },
  };
}
