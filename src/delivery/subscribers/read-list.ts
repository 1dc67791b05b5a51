import { counted, quoted } from '../../errors.ts';
import type { Address } from '../../model/address.ts';
import { parseAddress } from '../../model/address-grammar.ts';
import { cellPlace, isSheet } from '../../model/cell-place.ts';
import { findingAt } from '../../model/finding.ts';
import type { Wishes } from '../../model/subscriber.ts';
import { SourceRefused, type Table, type TableRow } from '../../sources/index.ts';
import { type Column, type Columns, readColumns } from './columns.ts';
import type { Told } from './told.ts';
import type { WishField, WishReaders } from './wishes.ts';

/** What somebody says of a person; undefined where they say nothing. */
export type Given = { readonly [Field in WishField]: Wishes[Field] | undefined };

/** One person of a list. */
export interface Entry {
  readonly row: number;
  readonly address: Address;
  /** The address as it is written there. */
  readonly written: string;
  readonly wishes: Given;
}

/** The people of a list, a batch at a time, and to `told` whatever is wrong with it. Throws SourceRefused. */
export async function* readList(
  table: Table,
  readers: WishReaders,
  told: Told,
): AsyncGenerator<Entry[], void> {
  const { place: file } = table;
  told.take(table.notes);
  let columns: Columns | undefined;
  let headerRow = 0;
  let rows = 0;
  for await (const batch of table.rows()) {
    let people = batch;
    const [first] = batch;
    if (first === undefined) continue;
    if (columns === undefined) {
      const read = readColumns(first, file);
      if (Array.isArray(read)) return told.take(read);
      columns = read;
      headerRow = first.row;
      people = batch.slice(1);
    }
    rows += people.length;
    const reader = new RowReader(columns, file, readers, told);
    yield people.flatMap((row) => reader.read(row) ?? []);
  }
  if (columns === undefined) {
    const message = 'the file holds only blank lines. Expected a header line and at least one row.';
    throw new SourceRefused([findingAt('E_DATA_EMPTY', file, message)]);
  }
  if (rows === 0) told.say('E_DATA_NOROWS', cellPlace({ file, row: headerRow }), 'header but no rows.');
}

class RowReader {
  private readonly columns: Columns;
  private readonly file: string;
  private readonly readers: WishReaders;
  private readonly told: Told;

  constructor(columns: Columns, file: string, readers: WishReaders, told: Told) {
    this.columns = columns;
    this.file = file;
    this.readers = readers;
    this.told = told;
  }

  read({ row, cells }: TableRow): Entry | undefined {
    if (cells.every((cell) => trimmed(cell) === '')) return undefined;
    if (cells.slice(this.columns.width).some((cell) => trimmed(cell) !== '')) return this.tooLong(row, cells);
    const written = trimmed(cells[this.columns.address] ?? '');
    const address = this.address(row, written);
    const wishes = this.wishes(row, cells);
    return address && wishes && { row, address, written, wishes };
  }

  private tooLong(row: number, cells: readonly string[]): undefined {
    const { width } = this.columns;
    const where = cellPlace({ file: this.file, row, column: width + 1 });
    const length = cells.findLastIndex((cell) => trimmed(cell) !== '') + 1;
    const message = `the row has ${counted(length, 'cell')}, the header ${counted(width, 'column')}. Quote a cell that holds a comma: "copper,tin".`;
    this.told.say('E_SUB_ROW', where, message);
    return undefined;
  }

  private address(row: number, text: string): Address | undefined {
    const address = parseAddress(text);
    if (!('fault' in address)) return address;
    // A line is known by its address; in a workbook people look for the cell.
    const column = isSheet(this.file) ? { column: this.columns.address + 1 } : {};
    const where = cellPlace({ file: this.file, row, ...column });
    const message =
      text === ''
        ? `no address. Expected one in the column ${quoted(this.columns.called)}; remove the row otherwise.`
        : `${quoted(text)} is not an e-mail address (${address.fault}).`;
    this.told.say('E_SUB_ADDRESS', where, message);
    return undefined;
  }

  private wishes(row: number, cells: readonly string[]): Given | undefined {
    let sound = true;
    const read = <Field extends WishField>(field: Field): Wishes[Field] | undefined => {
      const at = this.columns.at.get(field);
      const text = at === undefined ? '' : trimmed(cells[at] ?? '');
      if (at === undefined || text === '') return undefined;
      const found = this.readers[field](text);
      if ('value' in found) return found.value;
      sound = false;
      this.told.say(CODES[field], cellPlace({ file: this.file, row, column: at + 1 }), found.fault);
      return undefined;
    };
    const given = givenBy(read);
    return sound ? given : undefined;
  }
}

/** Every wish, asked of `read` one by one. */
export function givenBy(read: <Field extends WishField>(field: Field) => Wishes[Field] | undefined): Given {
  return {
    name: read('name'),
    language: read('language'),
    timeZone: read('timeZone'),
    metals: read('metals'),
    format: read('format'),
    lists: read('lists'),
  };
}

/** The code of each wish that is none. */
export const CODES: Readonly<Record<Exclude<Column, 'address'>, string>> = {
  name: 'E_SUB_NAME',
  language: 'E_SUB_LANGUAGE',
  timeZone: 'E_SUB_ZONE',
  metals: 'E_SUB_METAL',
  format: 'E_SUB_FORMAT',
  lists: 'E_SUB_LIST',
};

/** Blanks only: a line break at the end of an address is no accident of a spreadsheet. */
export function trimmed(cell: string): string {
  return cell.replace(/^[ \t\u00a0\u3000]+|[ \t\u00a0\u3000]+$/g, '');
}
