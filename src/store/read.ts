import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { type Revision, type Status, statusNamed, type Vintage } from '../model/observation.ts';
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
  const vintages: Numbered[] = [];
  const revisedBy = new Map<Numbered, Origin>();
  for (const packed of await readPacked(db, query)) {
    for (const one of unpacked(packed, imports, revisedBy)) vintages.push(one);
  }
  return revisedBy.size === 0 ? vintages : withRevisions(vintages, revisedBy);
}

/** A series' vintages, each column as one text with blanks between. */
interface Packed {
  readonly series: string;
  readonly dates: string;
  readonly vintages: string;
  readonly values: string;
  readonly statuses: string;
  readonly imports: string;
  readonly rows: string;
  readonly columns: string;
}

/** Packed: asking the driver for half a million cells takes three times as long. */
async function readPacked(db: Kysely<Tables>, query: ObservationQuery): Promise<Packed[]> {
  const { series, from, to, knownBy } = query;
  let select = db
    .selectFrom('observation')
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
  if (series) select = select.where('series', 'in', [...series]);
  if (from !== undefined) select = select.where('date', '>=', from);
  if (to !== undefined) select = select.where('date', '<=', to);
  if (knownBy !== undefined) {
    select = select.where('import_id', 'in', (sub) =>
      sub.selectFrom('import').select('import.id').where('known_at', '<=', knownBy),
    );
  }
  return select.execute();
}

/** By date and vintage. Those that changed a value go into `revisedBy` with the import that did. */
function unpacked(
  packed: Packed,
  imports: ReadonlyMap<number, Origin>,
  revisedBy: Map<Numbered, Origin>,
): Numbered[] {
  const [dates, values, statuses] = [
    packed.dates.split(' '),
    packed.values.split(' '),
    packed.statuses.split(' '),
  ];
  const [numbers, from, rows, columns] = [
    numbersIn(packed.vintages),
    numbersIn(packed.imports),
    numbersIn(packed.rows),
    numbersIn(packed.columns),
  ];
  const vintages: Numbered[] = [];
  let ordered = true;
  for (let at = 0; at < dates.length; at += 1) {
    const imported = imports.get(from[at] ?? 0);
    const file = imported?.label ?? '';
    const row = rows[at] ?? 0;
    const column = columns[at] ?? 0;
    const one: Numbered = {
      series: packed.series,
      date: dates[at] ?? '',
      value: values[at] ?? '',
      status: statusOf(statuses[at] ?? ''),
      place: column === 0 ? { file, row } : { file, row, column },
      knownAt: imported?.knownAt ?? '',
      sha256: imported?.sha256 ?? '',
      vintage: numbers[at] ?? 0,
    };
    const before = vintages[at - 1];
    if (before && byDateAndVintage(before, one) > 0) ordered = false;
    vintages.push(one);
    // Nearly all are the first of their day: only the others are looked at again.
    if (one.vintage > 1 && imported) revisedBy.set(one, imported);
  }
  // No database promises in which order it joins; this one keeps the key's.
  return ordered ? vintages : vintages.sort(byDateAndVintage);
}

function numbersIn(packed: string): number[] {
  return packed.split(' ').map(Number);
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

function statusOf(text: string): Status {
  const status = statusNamed(text);
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
