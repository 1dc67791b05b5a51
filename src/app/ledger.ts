import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keepEpoch, usualStateFolder } from '../delivery/epoch/epoch.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { MailConfig } from '../model/mail.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { databasePlace, makePrivate } from './database-place.ts';

/**
 * The desk's ledger: the PostgreSQL database of `DATABASE_URL` where it is set, else a file beside the store, made
 * where there is none. Throws AssayError config E_DB_URL for another kind of database, and as `openLedger` does.
 */
export async function openDeskLedger(desk: Desk): Promise<Ledger> {
  const place = placeOf(desk);
  if (place === desk.paths.ledger && !existsSync(place)) await makePrivate(place);
  return open(place);
}

/** The same for those who only look: where there is no ledger they see an empty one, and none is left behind. */
export async function openDeskLedgerAsIs(desk: Desk): Promise<Ledger> {
  const place = placeOf(desk);
  const isNew = place === desk.paths.ledger && !existsSync(place);
  return open(isNew ? ':memory:' : place);
}

async function open(place: string): Promise<Ledger> {
  const { openLedger } = await import('../store/ledger/index.ts');
  return openLedger(place);
}

function placeOf({ paths }: Desk): string {
  return databasePlace(paths.ledger, 'the ledger is data/ledger.db');
}

/** Where this machine remembers how far the ledger was. */
export function stateFolder(desk: Desk, { stateFolder: own }: Pick<MailConfig, 'stateFolder'>): string {
  return own === undefined ? usualStateFolder() : resolve(desk.root, own);
}

/**
 * After somebody's wish was written: a copy of the ledger made before has forgotten it, and is held where it is
 * restored. A wish stands whether or not this can be remembered here.
 */
export async function keepLedger(desk: Desk, ledger: Ledger, effects: Effects): Promise<void> {
  if (desk.mail === undefined) return;
  await keepEpoch(ledger, stateFolder(desk, desk.mail), effects).catch(() => undefined);
}

/** Where outcomes are kept that the ledger could not take. */
export function journalFolder(desk: Desk): string {
  return join(desk.root, 'data', 'outcomes');
}
