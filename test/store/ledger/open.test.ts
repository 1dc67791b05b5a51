import { describe, expect, test } from 'vitest';
import { ledgerPlaces } from '../../support/ledgers.ts';

describe.each(ledgerPlaces)('a ledger on $name', ({ open }) => {
  test('has a name of its own', async () => {
    const [one, other] = [await open(), await open()];
    expect((await one.instance()).id).toMatch(/^[0-9a-f]{32}$/);
    expect((await one.instance()).id).not.toBe((await other.instance()).id);
  });
});
