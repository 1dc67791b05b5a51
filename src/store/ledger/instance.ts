import { sql } from 'kysely';
import type { EditionId, Instant } from '../../model/time.ts';
import type { Tx } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import { statement } from '../database/statement.ts';
import type { Instance } from './index.ts';

/** Which ledger this is, and how far it was taken. */
export async function instance(tx: Tx): Promise<Instance> {
  const [row] = await rowsOf(tx, sql<Instance>`select id, epoch, seen_at as "seenAt" from instance`);
  if (row === undefined) throw new Error('the ledger has no name');
  return row;
}

/** See Ledger.advance. */
export async function advance(tx: Tx, now: Instant): Promise<Instance> {
  await sql`update instance set epoch = epoch + 1, seen_at = ${now}`.execute(tx.db);
  return instance(tx);
}

/** See Ledger.rememberKey. */
export async function rememberKey(tx: Tx, fingerprint: string): Promise<string> {
  await sql`update instance set key_fingerprint = ${fingerprint} where key_fingerprint = ''`.execute(tx.db);
  const [row] = await rowsOf(tx, sql<{ known: string }>`select key_fingerprint as known from instance`);
  return row?.known ?? '';
}

export interface RecordedEdition {
  readonly edition: EditionId;
  readonly manifest: string;
  readonly publishedAt: Instant;
  readonly recordedAt: Instant;
}

/** See Ledger.recordEdition. */
export async function recordEdition(
  tx: Tx,
  { edition, manifest, publishedAt, recordedAt }: RecordedEdition,
): Promise<string> {
  await EDITION.run(tx, { edition, manifest, publishedAt, recordedAt });
  const [row] = await MANIFEST.rows(tx, { edition });
  return row?.manifest ?? manifest;
}

const EDITION = statement<
  never,
  { edition: EditionId; manifest: string; publishedAt: Instant; recordedAt: Instant }
>(
  (value) => sql`insert into edition (edition, manifest, published_at, recorded_at)
    values (${value('edition')}, ${value('manifest')}, ${value('publishedAt')}, ${value('recordedAt')})
    on conflict do nothing`,
);

const MANIFEST = statement<{ manifest: string }, { edition: EditionId }>(
  (value) => sql`select manifest from edition where edition = ${value('edition')}`,
);

/** Every edition this ledger has mailed from, with the hash it had then. */
export async function editions(tx: Tx): Promise<RecordedEdition[]> {
  return rowsOf(
    tx,
    sql<RecordedEdition>`select edition, manifest, published_at as "publishedAt", recorded_at as "recordedAt"
      from edition order by edition`,
  );
}
