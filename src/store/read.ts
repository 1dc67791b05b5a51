import { type Kysely, type RawBuilder, sql } from 'kysely';
import { STATUSES, type Status, type Vintage } from '../model/observation.ts';
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
}

/** A vintage and its number, 1 for the first of its series and date. */
export type Numbered = Vintage & { readonly vintage: number };

/** Every vintage that fits, by series, date and vintage. */
export async function readVintages(db: Kysely<Tables>, query: ObservationQuery): Promise<Numbered[]> {
  const imports = new Map((await readImports(db)).map((one) => [one.id, one]));
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
      const before = vintages[vintages.length - 1];
      if (at > 0 && before && (before.date > date || (before.date === date && before.vintage > vintage)))
        ordered = false;
      vintages.push({
        series: group.series,
        date,
        value: values?.[at] ?? '',
        status: statusOf(statuses?.[at] ?? ''),
        place: column === 0 ? { file, row } : { file, row, column },
        knownAt: imported?.knownAt ?? '',
        sha256: imported?.sha256 ?? '',
        vintage,
      });
    }
    // No database promises in which order it joins; this one keeps the key's.
    if (!ordered) vintages.push(...vintages.splice(start).sort(byDateAndVintage));
  }
  return vintages;
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

/** All imports, oldest first. */
export async function readImports(db: Kysely<Tables>): Promise<ImportRecord[]> {
  const rows = await db.selectFrom('import').selectAll().orderBy('id').execute();
  return rows.map(({ known_at, ...row }) => ({ ...row, knownAt: known_at }));
}
