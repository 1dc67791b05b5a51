import { join } from 'node:path';
import { ArchiveSearch, type Searched, type SearchQuery } from '../archive/search/index.ts';
import type { Effects } from '../effects.ts';

/** A page waits no longer than this for editions that were never searched; the next one goes on. */
const BUDGET_MS = 1_500;

/** The index of the desk asked last: reading it takes longer than searching it. */
let last: { readonly folder: string; readonly search: ArchiveSearch; busy: Promise<unknown> } | undefined;

/** Words in the briefs of all editions. Whole: also in those that no search has read so far, however long it takes. */
export async function searchArchive(
  folder: string,
  { isWhole = false, ...query }: SearchQuery & { readonly isWhole?: boolean },
  effects: Effects,
): Promise<Searched> {
  if (last?.folder !== folder) {
    const kept = join(folder, 'data', '.search');
    last = {
      folder,
      search: new ArchiveSearch(join(folder, 'reports'), kept, effects),
      busy: Promise.resolve(),
    };
  }
  const own = last;
  // One after another: two would both read what is new.
  const searched = own.busy.then(() =>
    own.search.search(query, isWhole ? Number.POSITIVE_INFINITY : BUDGET_MS),
  );
  own.busy = searched.catch(() => undefined);
  return searched;
}
