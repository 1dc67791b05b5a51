import type { Desk } from '../desk.ts';
import { type Ledger, openLedger } from '../store/ledger/index.ts';

/** The desk's ledger: the PostgreSQL database of `DATABASE_URL` where it is set, else a file beside the store. */
export function openDeskLedger(desk: Desk): Promise<Ledger> {
  return openLedger(process.env.DATABASE_URL || desk.paths.ledger);
}
