import { parseEditionId } from '../archive/edition-id.ts';
import { foldersOf, labelOf, readManifest } from '../archive/read.ts';
import { verifyEdition } from '../archive/verify.ts';
import { AssayError, counted } from '../errors.ts';
import type { Manifest } from '../model/edition.ts';
import type { EditionId } from '../model/time.ts';

/**
 * The manifest of an edition that is what was published, and the newest of its week: nothing else is mailed. Throws
 * AssayError: usage E_EDITION_ID, missing E_EDITION_MISSING, data E_SEND_EDITION with every file that is not as it was
 * published, data E_SEND_OLDER.
 */
export async function mailableEdition(reports: string, asked: string): Promise<Manifest> {
  const { edition, week } = parseEditionId(asked);
  const findings = await verifyEdition(reports, edition);
  if (findings.length > 0) {
    const message = `is not what was published (${counted(findings.length, 'difference')}); never mailed, nothing sent.`;
    throw new AssayError('data', [
      { code: 'E_SEND_EDITION', where: labelOf(reports, edition), message },
      ...findings,
    ]);
  }
  const { editions } = await foldersOf(reports);
  const newest = editions.findLast((one) => one.week === week)?.edition;
  if (newest !== undefined && newest !== edition) {
    throw new AssayError('data', {
      code: 'E_SEND_OLDER',
      where: labelOf(reports, edition),
      message: `is corrected by ${newest}; nothing sent. Send that: assay send ${newest}`,
    });
  }
  return readManifest(reports, edition);
}

/**
 * The ledger remembers what an edition was when it was first mailed. Throws AssayError data E_SEND_CHANGED where it is
 * another now, though it agrees with itself.
 */
export function requireRemembered(edition: EditionId, hash: string, remembered: string): void {
  if (remembered === hash) return;
  throw new AssayError('data', {
    code: 'E_SEND_CHANGED',
    where: `reports/${edition}`,
    message: `its manifest is ${hash.slice(0, 12)}…, but ${remembered.slice(0, 12)}… was recorded when it was first sent; nothing sent. Restore the folder from a copy of the archive, or publish a correction of the week.`,
  });
}

/** Throws AssayError config E_SEND_KEY: links and bounces of letters sent so far would no longer be recognized. */
export function requireSameKey(fingerprint: string, remembered: string, keyFile: string): void {
  if (fingerprint === remembered) return;
  throw new AssayError('config', {
    code: 'E_SEND_KEY',
    where: `mail.keyFile ${keyFile}`,
    message: `is another key (${fingerprint}) than the one letters were sent with so far (${remembered}); their links to unsubscribe would no longer work. Nothing sent. Restore it from a copy.`,
  });
}
