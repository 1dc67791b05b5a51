import { existsSync } from 'node:fs';
import type { Desk } from '../desk.ts';
import type { Office } from '../store/office/index.ts';
import { databasePlace, makePrivate } from './database-place.ts';

/**
 * The desk's office: in the PostgreSQL database of `DATABASE_URL` where it is set, else a file beside the store, made
 * where there is none. Throws AssayError config E_DB_URL for another kind of database, and as `openOffice` does.
 */
export async function openDeskOffice(desk: Desk): Promise<Office> {
  const place = placeOf(desk);
  if (place === desk.paths.office && !existsSync(place)) await makePrivate(place);
  return open(place);
}

/** The same for those who only look: where there is no office they see an empty one, and none is left behind. */
export async function openDeskOfficeAsIs(desk: Desk): Promise<Office> {
  const place = placeOf(desk);
  const isNew = place === desk.paths.office && !existsSync(place);
  return open(isNew ? ':memory:' : place);
}

async function open(place: string): Promise<Office> {
  const { openOffice } = await import('../store/office/index.ts');
  return openOffice(place);
}

function placeOf({ paths }: Desk): string {
  return databasePlace(paths.office, 'the office is data/office.db');
}
