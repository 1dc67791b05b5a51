import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Effects } from '../effects.ts';
import type { EditionFile } from '../model/edition.ts';
import type { EditionId } from '../model/time.ts';
import { parseEditionId } from './edition-id.ts';
import { writeFailure } from './failure.ts';
import { discard, errorCode, withTemporaryFolder } from './folder.ts';
import { sweep } from './sweep.ts';

/**
 * Writes a draft to `reports/.drafts/<week>/`, replacing the whole of an earlier one: no stale Chinese beside new
 * English. Readers see the old draft or the new, for a moment neither, never a mixture. Gives the folder.
 */
export async function writeDraft(
  reports: string,
  week: EditionId,
  files: readonly EditionFile[],
  effects: Effects,
): Promise<{ readonly dir: string }> {
  const { edition } = parseEditionId(week);
  const drafts = join(reports, '.drafts');
  const dir = join(drafts, edition);
  try {
    await mkdir(drafts, { recursive: true });
    await sweep(reports);
    await withTemporaryFolder(drafts, edition, files, async (temporary) => {
      effects.stop.throwIfAborted();
      await replace(temporary, dir);
    });
    return { dir };
  } catch (error) {
    throw writeFailure(reports, error);
  }
}

/** The last of several writers wins; one that is overtaken between the two steps tries again. */
async function replace(temporary: string, dir: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await discard(dir);
    try {
      return await rename(temporary, dir);
    } catch (error) {
      if (attempt === 20 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
    }
  }
}
