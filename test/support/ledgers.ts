import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/store/ledger/index.ts';
import { postgresUrl } from './postgres.ts';
import { hasPostgres } from './postgres-cluster.ts';

export interface LedgerPlace {
  readonly name: 'sqlite' | 'postgres';
  /** A place where there is no ledger yet. */
  place(): Promise<string>;
  /** A ledger in such a place, closed after the file's tests. */
  open(): Promise<Ledger>;
}

const folders: string[] = [];
const opened: Ledger[] = [];

afterAll(async () => {
  await Promise.all(opened.map((ledger) => ledger.close()));
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

function placed(name: LedgerPlace['name'], place: () => Promise<string>): LedgerPlace {
  return { name, place, open: async () => openedAt(await place()) };
}

/** Another connection to a ledger, closed after the file's tests. */
export async function openedAt(place: string): Promise<Ledger> {
  const ledger = await openLedger(place);
  opened.push(ledger);
  return ledger;
}

const sqlite = placed('sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-ledger-'));
  folders.push(folder);
  return join(folder, 'ledger.db');
});

const postgres = placed('postgres', async () => {
  const url = await postgresUrl();
  if (url === undefined) throw new Error('PostgreSQL is not installed');
  return url;
});

const canPostgres = hasPostgres() || Boolean(process.env.CI);
if (!canPostgres) {
  process.stderr.write('PostgreSQL is not installed: its tests are SKIPPED. Try: apt install postgresql\n');
  test.skip('on PostgreSQL, which is not installed', () => undefined);
}

/** Every test of a ledger runs on each of these; where CI is set PostgreSQL must be there. */
export const ledgerPlaces: readonly LedgerPlace[] = canPostgres ? [sqlite, postgres] : [sqlite];
