import { type Kysely, sql } from 'kysely';
import type { Observation, Status } from '../model/observation.ts';
import type { Tables } from './schema.ts';

/** `2025-06-13`, then the row's number, then the value: each where it always is. */
const DATE = 10;
const ROW = 10;
/** So many wait to be written together: each series has some hundreds of neighbors then. */
const MOST_WAITING = 25_000;

/** What rows of one statement share. */
interface Group {
  readonly series: string;
  readonly from: number;
  readonly vintage: number;
  readonly status: Status;
  readonly column: number;
  readonly texts: string[];
}

/**
 * Collects new rows and writes them by series. What rows share is said once a statement, the rest as one list of texts
 * of fixed columns: SQLite cuts a text in less time than a driver binds a cell, or JSON is asked for one.
 */
export class Inserter {
  private readonly groups = new Map<string, Group[]>();
  private waiting = 0;
  private readonly db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.db = db;
  }

  /** `from`: id of the import. */
  add({ series, date, value, status, place }: Observation, from: number, vintage: number): void {
    if (date.length !== DATE) throw new RangeError(`${JSON.stringify(date)} is not a date`);
    const column = place.column ?? 0;
    const own = this.groups.get(series) ?? [];
    let group = own.find(
      (one) => one.vintage === vintage && one.status === status && one.column === column && one.from === from,
    );
    if (!group) {
      group = { series, from, vintage, status, column, texts: [] };
      own.push(group);
      this.groups.set(series, own);
    }
    group.texts.push(`${date}${String(place.row).padStart(ROW, '0')}${value}`);
    this.waiting += 1;
  }

  get isFull(): boolean {
    return this.waiting >= MOST_WAITING;
  }

  /** Sorted by date: the table's pages are then filled, else many stay half empty. */
  async flush(): Promise<void> {
    for (const groups of this.groups.values())
      for (const { series, from, vintage, status, column, texts } of groups)
        await sql`insert into main.observation
            (series, date, vintage, value, status, import_id, row_number, column_number)
          select ${series}, substr(value, 1, ${sql.lit(DATE)}), ${vintage},
            substr(value, ${sql.lit(DATE + ROW + 1)}), ${status}, ${from},
            cast(substr(value, ${sql.lit(DATE + 1)}, ${sql.lit(ROW)}) as integer), ${column}
          from json_each(${JSON.stringify(texts.sort())})`.execute(this.db);
    this.groups.clear();
    this.waiting = 0;
  }
}
