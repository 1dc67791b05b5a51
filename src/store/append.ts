import type { Kysely } from 'kysely';
import type { Observation } from '../model/observation.ts';
import type { Instant } from '../model/time.ts';
import { type Extent, readExtents } from './extent.ts';
import { Inserter } from './insert.ts';
import { readNewest } from './newest.ts';
import type { Tables } from './schema.ts';

/** A file about to be taken in. */
export interface NewImport {
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mapping?: string;
  /** `source`: a publisher's release, whose changes are revisions of its own. `desk` when absent. */
  readonly kind?: 'desk' | 'source';
  readonly reason?: string;
}

/** What an import changed: values new, known already, and different from what was known. */
export interface Appended {
  readonly added: number;
  readonly same: number;
  readonly revised: number;
}

/** The first value that differs from what was known, and how many do; what was provisional is expected to. */
interface Corrected {
  readonly first: Observation;
  readonly before: string;
  readonly values: number;
}

/** An import under way, a batch after another; each series and date comes once. */
export interface ImportWriter {
  append(observations: readonly Observation[]): Promise<void>;
  /** Writes what was only collected so far: questions about the store are answered right then. */
  flush(): Promise<void>;
  /** What is another than it was; undefined where nothing is. */
  readonly corrected: Corrected | undefined;
  /** Writes down what was changed. */
  end(): Promise<Appended>;
}

/** Of these nobody said that they were final. */
const UNSETTLED: ReadonlySet<string> = new Set(['provisional', 'illustrative']);

/** Begins an import. Runs, to its end, inside the caller's transaction. */
export async function beginImport(
  db: Kysely<Tables>,
  file: NewImport,
  knownAt: Instant,
): Promise<ImportWriter> {
  const id = await addImport(db, file, knownAt);
  const ids = new Map([[file.label, id]]);
  const extents = new Map<string, Extent | undefined>();
  const counts = { added: 0, same: 0, revised: 0 };
  let corrected: Corrected | undefined;

  /** Most files bring only days that are new, and need not ask for every row. */
  const mayBeKnown = ({ series, date }: Observation): boolean => {
    const extent = extents.get(series);
    return extent !== undefined && date >= extent.first && date <= extent.last;
  };
  /** A sheet of a workbook is an import of its own: its place names the sheet. */
  const idOf = async (place: string): Promise<number> => {
    const isSheet = place.startsWith(`${file.label}!`);
    const made = isSheet ? await addImport(db, { ...file, label: place }, knownAt) : id;
    ids.set(place, made);
    return made;
  };

  const inserter = new Inserter(db);
  return {
    append: async (observations) => {
      await learn(db, observations, extents);
      const newest = await readNewest(db, observations.filter(mayBeKnown));
      for (const observation of observations) {
        const before = newest.get(observation);
        if (before?.value === observation.value && before.status === observation.status) {
          counts.same += 1;
          continue;
        }
        counts[before ? 'revised' : 'added'] += 1;
        if (before && before.value !== observation.value && !UNSETTLED.has(before.status)) {
          const {
            first,
            before: was,
            values,
          } = corrected ?? {
            first: observation,
            before: before.value,
            values: 0,
          };
          corrected = { first, before: was, values: values + 1 };
        }
        const { file: place } = observation.place;
        // Nearly always the file itself: a promise a row would be dear.
        const from = ids.get(place) ?? (await idOf(place));
        inserter.add(observation, from, (before?.vintage ?? 0) + 1);
      }
      if (inserter.isFull) await inserter.flush();
    },
    flush: () => inserter.flush(),
    get corrected() {
      return corrected;
    },
    end: async () => {
      await inserter.flush();
      await db.withSchema('main').updateTable('import').set(counts).where('id', '=', id).execute();
      return counts;
    },
  };
}

async function addImport(db: Kysely<Tables>, file: NewImport, knownAt: Instant): Promise<number> {
  const { newest } = await db
    .selectFrom('import')
    .select((select) => select.fn.max('id').as('newest'))
    .executeTakeFirstOrThrow();
  // Counted on by hand: of a store as it is, the imports of before lie in another file.
  const id = (newest ?? 0) + 1;
  const { label, sha256, bytes, mapping = '', kind = 'desk', reason = '' } = file;
  const row = { id, label, sha256, bytes, added: 0, same: 0, revised: 0, mapping, kind, reason };
  await db
    .withSchema('main')
    .insertInto('import')
    .values({ ...row, known_at: knownAt })
    .execute();
  return id;
}

/** Between which days the series were known before the import. */
async function learn(
  db: Kysely<Tables>,
  observations: readonly Observation[],
  extents: Map<string, Extent | undefined>,
): Promise<void> {
  const missing = new Set<string>();
  for (const { series } of observations) if (!extents.has(series)) missing.add(series);
  if (missing.size === 0) return;
  const found = await readExtents(db, [...missing]);
  for (const series of missing) extents.set(series, found.get(series));
}
