import { rawly } from '../../support/raw.ts';

/** Runs statements behind the ledger's back, as an operator with a console would. Throws what the database says. */
export function behindItsBack(place: string, ...statements: string[]): Promise<void> {
  return rawly(place, 'assay', ...statements);
}
