import { test } from 'vitest';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { live } from './decade.ts';

const seeds = (process.env.SEEDS ?? '1').split(',').map(Number);
const weeks = Number(process.env.WEEKS ?? 52);
test.each(seeds)(
  'seed %i',
  async (seed) => {
    const ledger = await openLedger(':memory:');
    const t = process.cpuUsage();
    const w = performance.now();
    const seen = await live(seed, weeks, ledger);
    console.log(
      seed,
      JSON.stringify(seen),
      'cpu',
      process.cpuUsage(t).user / 1000,
      'wall',
      performance.now() - w,
    );
    await ledger.close();
  },
  300000,
);
