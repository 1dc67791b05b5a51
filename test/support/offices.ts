import { afterAll } from 'vitest';
import { type Office, openOffice } from '../../src/store/office/index.ts';
import { ledgerPlaces } from './ledgers.ts';

export interface OfficePlace {
  readonly name: 'sqlite' | 'postgres';
  /** A place where there is no office yet. */
  place(): Promise<string>;
  /** An office in such a place, closed after the file's tests. */
  open(): Promise<Office>;
}

const opened: Office[] = [];

afterAll(async () => {
  await Promise.all(opened.map((office) => office.close()));
});

/** Another connection to an office, closed after the file's tests. */
export async function officeAt(place: string): Promise<Office> {
  const office = await openOffice(place);
  opened.push(office);
  return office;
}

/** Every test of an office runs on each of these. */
export const officePlaces: readonly OfficePlace[] = ledgerPlaces.map(({ name, place }) => ({
  name,
  place,
  open: async () => officeAt(await place()),
}));
