import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parseWeek } from '../calendar/week.ts';
import type { WeekId } from '../model/time.ts';
import { errorCode } from './folder.ts';
import { labelOf, readBytes, readFailure } from './read.ts';

/** Files of a draft that are shown to people. */
const SHOWN = /^(?:en|zh)\/(?:brief\.(?:html|pdf|json)|email\.html)$/;

/**
 * A file of a week's draft; undefined where there is none of that name. A draft is proven by nothing: it is what the
 * last build left. Throws AssayError usage E_WEEK, and what the disk says.
 */
export async function draftFile(
  reports: string,
  week: WeekId,
  path: string,
): Promise<Uint8Array | undefined> {
  const name = parseWeek(week);
  if (!SHOWN.test(path)) return undefined;
  const folder = join(reports, '.drafts', name);
  try {
    const [inside, real] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    // A link may lead anywhere; a draft holds none.
    if (!real.startsWith(inside + sep)) return undefined;
    return await readBytes(real);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw readFailure(labelOf(reports, '.drafts', name, path), error);
  }
}
