import { stat } from 'node:fs/promises';
import { readManifest, verifyEdition } from '../../archive/index.ts';
import type { Effects } from '../../effects.ts';
import { AssayError, problemLine } from '../../errors.ts';
import type { Breach, Ledger } from '../../store/ledger/index.ts';
import { journalsIn } from './journal.ts';

/** So old, in ms, it was left by a run that nobody followed up. */
const OLDEST_JOURNAL = 24 * 3_600_000;

/**
 * Every invariant of the ledger that does not hold: those its tables show, and those against the archive and the disk.
 * Empty: the books balance.
 */
export async function auditLedger(
  ledger: Ledger,
  reports: string,
  effects: Effects,
  journalFolder?: string,
): Promise<Breach[]> {
  return [
    ...(await ledger.audit(effects.now().toISOString())),
    ...(await archiveBreaches(ledger, reports)),
    ...(journalFolder === undefined ? [] : await journalBreaches(journalFolder, effects)),
  ];
}

/** I5, I6: what was mailed is what the archive holds, to the byte. */
async function archiveBreaches(ledger: Ledger, reports: string): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const recorded = new Map<string, string>();
  for (const { edition, manifest } of await ledger.editions()) {
    recorded.set(edition, manifest);
    const what = await editionFault(reports, edition, manifest);
    if (what !== undefined) breaches.push({ invariant: 'I6', where: edition, what });
  }
  for (const { edition, list, manifest } of await ledger.campaigns()) {
    const known = recorded.get(edition);
    if (known === manifest) continue;
    const what =
      known === undefined
        ? 'is mailed, but the ledger does not know the edition'
        : `is mailed under manifest ${manifest}, but the edition has ${known}`;
    breaches.push({ invariant: 'I5', where: `${edition} to ${list}`, what });
  }
  return breaches;
}

async function editionFault(reports: string, edition: string, manifest: string): Promise<string | undefined> {
  try {
    const [first] = await verifyEdition(reports, edition);
    if (first !== undefined) return `its archived edition does not verify: ${problemLine(first)}`;
    const archived = await readManifest(reports, edition);
    if (archived.manifest === manifest) return undefined;
    return `was recorded with manifest ${manifest}, but the archive has ${archived.manifest}`;
  } catch (error) {
    if (error instanceof AssayError) return `has no archived edition: ${error.message}`;
    throw error;
  }
}

/** I10; the leases are the ledger's own. */
async function journalBreaches(folder: string, effects: Effects): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const path of await journalsIn(folder)) {
    const found = await stat(path).catch(() => undefined);
    // A run that ends takes its journal with it, be it while we look.
    if (found === undefined || effects.now().getTime() - found.mtimeMs <= OLDEST_JOURNAL) continue;
    const what = 'what became of letters lies here for over a day; the next "assay send" takes it up';
    breaches.push({ invariant: 'I10', where: path, what });
  }
  return breaches;
}
