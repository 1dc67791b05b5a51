import { expect, test } from 'vitest';
import { postgresUrl } from '../../support/postgres.ts';
import { seedOfRun } from './chance.ts';
import { type KilledRun, killedRun } from './run.ts';

/** 500 of each are run by hand before a release: `ASSAY_KILLS=500`. */
const KILLS = Number(process.env.ASSAY_KILLS ?? 16);
const RECIPIENTS = 1000;

/** What each connection of a killed sender held is in doubt; with many kills few, so that letters last for all of them. */
const CONNECTIONS = KILLS > 150 ? 2 : 5;
const DELAY = KILLS > 150 ? 40 : 15;

/** The one hard promise: nobody twice, nobody silently skipped, and what cannot be known is said. */
function expectKept(run: KilledRun, expectedKills: number): void {
  const addresses = Array.from({ length: RECIPIENTS }, (_, at) => `reader${at + 1}@${'abc'[at % 3]}.example`);
  expect(run.kills).toBe(expectedKills);
  expect(run.late).toBeGreaterThan(run.kills / 10);
  expect(run.early).toBeGreaterThan(run.kills / 10);

  expect([...run.copies].filter(([, count]) => count > 1)).toEqual([]);
  expect([...run.copies.keys()].filter((address) => !addresses.includes(address))).toEqual([]);
  expect([...run.states.keys()].sort()).toEqual([...addresses].sort());
  const skipped = addresses.filter((one) => !run.copies.has(one) && run.states.get(one) !== 'UNCERTAIN');
  expect(skipped).toEqual([]);
  const wrong = [...run.copies.keys()].filter(
    (one) => !['ACCEPTED', 'UNCERTAIN'].includes(run.states.get(one) ?? ''),
  );
  expect(wrong).toEqual([]);

  const { ACCEPTED, UNCERTAIN, ...others } = run.counts;
  expect(ACCEPTED + UNCERTAIN).toBe(RECIPIENTS);
  expect(Object.values(others).every((count) => count === 0)).toBe(true);
  expect(UNCERTAIN).toBeLessThanOrEqual(run.connections * run.kills);
  expect(run.campaign).toBe('finished');
  expect(run.last.code).toBe(0);
  expect(JSON.parse(run.last.stdout)).toMatchObject({ state: 'finished', recipients: RECIPIENTS });
  expect(run.journals).toBe(0);
  expect(run.audit).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The books balance: /) });
}

async function killedOn(kind: 'sqlite' | 'postgres'): Promise<void> {
  const database = kind === 'sqlite' ? undefined : await postgresUrl();
  // Said to be skipped by whoever looked for it.
  if (kind === 'postgres' && database === undefined) return;
  const seed = seedOfRun();
  const begun = performance.now();
  const run = await killedRun({
    ...{ recipients: RECIPIENTS, kills: KILLS, connections: CONNECTIONS, delay: DELAY, seed },
    ...(database === undefined ? {} : { database }),
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.info(
    `${kind}, seed ${seed}: ${run.kills} kills (${run.late} in the midst of sending) in ${seconds} s, ${run.counts.ACCEPTED} accepted, ${run.counts.UNCERTAIN} uncertain`,
  );
  expectKept(run, KILLS);
}

test.skipIf(process.platform !== 'linux')(
  `killed -9 ${KILLS} times and started again on either database, ${RECIPIENTS} readers get at most one copy and none is skipped`,
  async () => {
    // At once: while one waits for its server the other works.
    const ends = await Promise.allSettled((['sqlite', 'postgres'] as const).map(killedOn));
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason : 'kept'))).toEqual(['kept', 'kept']);
  },
  240_000 + KILLS * 8000,
);
