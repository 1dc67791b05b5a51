import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { type Revision, STATUSES, type Status, type Vintage } from '../model/observation.ts';
import type { Instant, IsoDate } from '../model/time.ts';
import type { ObservationTable, Tables } from './schema.ts';

export interface ObservationQuery {
  readonly series?: readonly string[];
  readonly from?: IsoDate;
  readonly to?: IsoDate;
  /** Only what was known at that moment. */
  readonly knownBy?: Instant;
}

/** A file as it was read once. */
export interface ImportRecord {
  readonly id: number;
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly added: number;
  readonly same: number;
  readonly revised: number;
  readonly knownAt: Instant;
  readonly mapping: string;
  /** Whose release or correction it was. */
  readonly kind: 'desk' | 'source';
  readonly reason: string;
}

/** A vintage and its number, 1 for the first of its series and date. */
export type Numbered = Vintage & { readonly vintage: number };

/** Every vintage that fits, by series, date and vintage. */
export async function readVintages(db: Kysely<Tables>, query: ObservationQuery): Promise<Numbered[]> {
  const imports = await readOrigins(db);
  let select = db
    .selectFrom('observation')
    // A column of a series comes as one text: asking the driver for half a million cells takes three times as long.
    .select([
      'series',
      joined('date').as('dates'),
      joined('vintage').as('vintages'),
      joined('value').as('values'),
      joined('status').as('statuses'),
      joined('import_id').as('imports'),
      joined('row_number').as('rows'),
      joined('column_number').as('columns'),
    ])
    .groupBy('series')
    .orderBy('series');
  if (query.series) select = select.where('series', 'in', [...query.series]);
  if (query.from !== undefined) select = select.where('date', '>=', query.from);
  if (query.to !== undefined) select = select.where('date', '<=', query.to);
  if (query.knownBy !== undefined) {
    const knownBy = query.knownBy;
    select = select.where('import_id', 'in', (sub) =>
      sub.selectFrom('import').select('import.id').where('known_at', '<=', knownBy),
    );
  }
  const vintages: Numbered[] = [];
  const revisedBy = new Map<Numbered, Origin>();
  for (const group of await select.execute()) {
    const start = vintages.length;
    const dates = group.dates.split(' ');
    const [numbers, values, statuses] = [group.vintages, group.values, group.statuses].map((text) =>
      text.split(' '),
    );
    const [from, rows, columns] = [group.imports, group.rows, group.columns].map((text) =>
      text.split(' ').map(Number),
    );
    let ordered = true;
    for (let at = 0; at < dates.length; at += 1) {
      const imported = imports.get(from?.[at] ?? 0);
      const file = imported?.label ?? '';
      const row = rows?.[at] ?? 0;
      const column = columns?.[at] ?? 0;
      const date = dates[at] ?? '';
      const vintage = Number(numbers?.[at]);
      const before = at > 0 ? vintages[vintages.length - 1] : undefined;
      if (before && (before.date > date || (before.date === date && before.vintage > vintage)))
        ordered = false;
      const one: Numbered = {
        series: group.series,
        date,
        value: values?.[at] ?? '',
        status: statusOf(statuses?.[at] ?? ''),
        place: column === 0 ? { file, row } : { file, row, column },
        knownAt: imported?.knownAt ?? '',
        sha256: imported?.sha256 ?? '',
        vintage,
      };
      vintages.push(one);
      // Nearly all are the first of their day: only the others are looked at again.
      if (vintage > 1 && imported) revisedBy.set(one, imported);
    }
    // No database promises in which order it joins; this one keeps the key's.
    if (!ordered) {
      const sorted = vintages.slice(start).sort(byDateAndVintage);
      for (const [at, one] of sorted.entries()) vintages[start + at] = one;
    }
  }
  return revisedBy.size === 0 ? vintages : withRevisions(vintages, revisedBy);
}

/** A publisher changes its own value, or makes a provisional one final; whatever else changes was wrong here. */
function withRevisions(vintages: readonly Numbered[], revisedBy: ReadonlyMap<Numbered, Origin>): Numbered[] {
  return vintages.map((one, at) => {
    const imported = revisedBy.get(one);
    if (!imported) return one;
    const isSource = imported.kind === 'source' || vintages[at - 1]?.status === 'provisional';
    const revision: Revision = isSource ? 'source' : 'correction';
    return { ...one, revision, ...(imported.reason === '' ? {} : { reason: imported.reason }) };
  });
}

/** The seven there are, looked up: parsing each of fifty thousand took as long as reading them. */
const KNOWN_STATUSES: ReadonlyMap<string, Status> = new Map(STATUSES.map((status) => [status, status]));

function statusOf(text: string): Status {
  const status = KNOWN_STATUSES.get(text);
  if (status === undefined) throw new RangeError(`the store holds an unknown status ${JSON.stringify(text)}`);
  return status;
}

function byDateAndVintage(a: Numbered, b: Numbered): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return a.vintage - b.vintage;
}

/** PostgreSQL's name for this is `string_agg`, over text. */
function joined(column: keyof ObservationTable): RawBuilder<string> {
  return sql<string>`group_concat(${sql.ref(column)}, ' ')`;
}

/** What of an import goes with each of its values. */
type Origin = Pick<ImportRecord, 'label' | 'sha256' | 'knownAt' | 'kind' | 'reason'>;

const originsSchema = z.array(z.tuple([z.int(), z.string(), z.string(), z.string(), z.string(), z.string()]));

/** Of all imports by id, as one text: ten years of files are tens of thousands of cells. */
async function readOrigins(db: Kysely<Tables>): Promise<Map<number, Origin>> {
  const { rows } = await sql<{ all: string }>`select
    json_group_array(json_array(id, label, sha256, known_at, kind, reason)) as "all" from import`.execute(db);
  const imports = originsSchema.parse(JSON.parse(rows[0]?.all ?? '[]'));
  return new Map(
    imports.map(([id, label, sha256, knownAt, kind, reason]) => [
      id,
      { label, sha256, knownAt, kind: kind === 'source' ? 'source' : 'desk', reason },
    ]),
  );
}

/** All imports, or those of one file, oldest first. */
export async function readImports(db: Kysely<Tables>, label?: string): Promise<ImportRecord[]> {
  const all = db.selectFrom('import').selectAll().orderBy('id');
  const rows = await (label === undefined ? all : all.where('label', '=', label)).execute();
  return rows.map(({ known_at, kind, ...row }) => ({
    ...row,
    knownAt: known_at,
    kind: kind === 'source' ? 'source' : 'desk',
  }));
}
