/** Numbers in [0, 1) that one seed repeats (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `ASSAY_SEED` to repeat a run; else another one each time, printed so that it can be. */
export function seedOfRun(): number {
  return Number(process.env.ASSAY_SEED ?? Math.floor(Math.random() * 1_000_000));
}
