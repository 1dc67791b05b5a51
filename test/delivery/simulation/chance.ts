/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** Once in so many times, as a share of 1. */
  happens(share: number): boolean;
  /** A whole number from `low` to `high`. */
  between(low: number, high: number): number;
  oneOf<T>(choices: readonly T[]): T;
}

export function chanceOf(seed: number): Chance {
  let state = (seed * 2_654_435_761 + 97) >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    happens: (share) => next() < share,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    oneOf<T>(choices: readonly T[]): T {
      const chosen = choices[Math.floor(next() * choices.length)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
  };
}
