import { expect, test } from 'vitest';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { live, type Seen } from './decade.ts';

const SEEDS = 200;
const WEEKS = 520;
/** Seeds of one test. */
const GROUP = 10;

/**
 * The seeds from 1 to 200, of which this file takes each `parts`-th. `ASSAY_SIMULATION_SEED=17` runs that one alone,
 * `ASSAY_SIMULATION_SEEDS=1000` more of them.
 */
export function simulate(part: number, parts: number): void {
  const all = Array.from({ length: Number(process.env.ASSAY_SIMULATION_SEEDS ?? SEEDS) }, (_, at) => at + 1);
  const only = process.env.ASSAY_SIMULATION_SEED;
  const seeds = only === undefined ? all : [Number(only)];
  const mine = seeds.filter((seed) => seed % parts === part);
  for (let at = 0; at < mine.length; at += GROUP) {
    const group = mine.slice(at, at + GROUP);
    test(`ten years of weekly campaigns keep the books balanced, seeds ${group.join(' ')}`, {
      timeout: 900_000,
    }, async () => {
      const seen = [];
      for (const seed of group) seen.push(await decade(seed));
      // Each kind of trouble was met somewhere in the group.
      for (const [what, count] of Object.entries(sum(seen)))
        expect([what, count > 0 || group.length < 5]).toEqual([what, true]);
    });
  }
}

export async function decade(seed: number, weeks = WEEKS, place = ':memory:'): Promise<Seen> {
  const ledger = await openLedger(place);
  try {
    const seen = await live(seed, weeks, ledger);
    expect(seen.weeks).toBe(weeks);
    return seen;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed} (ASSAY_SIMULATION_SEED=${seed}): ${why}`, { cause: error });
  } finally {
    await ledger.close();
  }
}

function sum(all: readonly Seen[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of all) {
    for (const [what, count] of Object.entries(one)) total[what] = (total[what] ?? 0) + count;
  }
  return total;
}
