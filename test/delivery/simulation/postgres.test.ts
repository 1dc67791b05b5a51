import { expect, test } from 'vitest';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { decade } from './seeds.ts';

const postgres = ledgerPlaces.find(({ name }) => name === 'postgres');

// Where it is not installed the list of places says so, and fails in CI.
test.runIf(postgres !== undefined).each([1001, 1002])(
  'forty weeks of campaigns keep the books balanced on PostgreSQL as well, seed %i',
  { timeout: 300_000 },
  async (seed) => {
    const seen = await decade(seed, 40, await postgres?.place());
    expect(seen.deaths).toBeGreaterThan(0);
  },
);
