import { sha256 } from '../archive/index.ts';
import { AssayError } from '../errors.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { snapshotText } from '../snapshot/freeze.ts';

/** What was approved is what is built. Throws AssayError temporary E_BUILD_CHANGED where the week has changed since. */
export function requireExpected(snapshot: Snapshot, expected: string | undefined): void {
  if (expected === undefined || sha256(snapshotText(snapshot)) === expected) return;
  throw new AssayError('temporary', {
    code: 'E_BUILD_CHANGED',
    where: snapshot.week,
    message:
      'its figures or notes have changed since they were approved. Look at the week again and approve it anew.',
  });
}
