import { counted, quoted } from '../errors.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';
import { type Header, readHeader } from './header.ts';
import { isNoQuotation, type RawBatch, type TableRow, type TableRows } from './table.ts';

/**
 * A table in long form (`date,series,value[,unit][,status][,change]`) or wide form (`date` and one column per series
 * id), a batch at a time. A cell without a quotation (empty, or a dash) gives no row. Shapes are checked by hand
 * rather than by a schema: a file has millions of cells.
 */
export async function* longOrWide(rows: TableRows, label: string): AsyncGenerator<RawBatch, void> {
  let table: Table | undefined;
  for await (const batch of rows) {
    const [first] = batch;
    if (first === undefined) continue;
    if (table) {
      yield table.read(batch);
      continue;
    }
    const header = isComment(first) ? [comment(first, label)] : readHeader(first, label);
    if (Array.isArray(header)) {
      yield { rows: [], findings: header };
      return;
    }
    table = new Table(header, first.row, label);
    yield table.read(batch.slice(1));
  }
  const last = table ? table.end() : onlyBlank(label);
  if (last) yield { rows: [], findings: [last] };
}

function onlyBlank(label: string): Finding {
  const message = 'the file holds only blank lines. Expected a header line and at least one row.';
  return findingAt('E_DATA_EMPTY', label, message);
}

/** The rows below a header, and whether there was anything in them. */
class Table {
  private lines = 0;
  private values = 0;
  private problems = 0;
  private readonly readRow: Reader;
  private readonly header: Header;
  private readonly headerLine: number;
  private readonly label: string;

  constructor(header: Header, headerLine: number, label: string) {
    this.header = header;
    this.headerLine = headerLine;
    this.label = label;
    this.readRow = header.form === 'long' ? longReader(header, label) : wideReader(header, label);
  }

  read(batch: readonly TableRow[]): RawBatch {
    const rows: RawRow[] = [];
    const findings: Finding[] = [];
    for (const row of batch) {
      const problem = isComment(row) ? comment(row, this.label) : ragged(row, this.header, this.label);
      if (problem) findings.push(problem);
      else this.readRow(row, rows);
    }
    this.lines += batch.length;
    this.values += rows.length;
    this.problems += findings.length;
    return { rows, findings };
  }

  end(): Finding | undefined {
    if (this.lines === 0)
      return findingAt(
        'E_DATA_NOROWS',
        cellPlace({ file: this.label, row: this.headerLine }),
        'header but no rows.',
      );
    if (this.values > 0 || this.problems > 0) return undefined;
    return findingAt('W_DATA_NOVALUE', this.label, `none of its ${this.lines} rows holds a value.`);
  }
}

function isComment(row: TableRow): boolean {
  return row.cells[0]?.trimStart().startsWith('#') ?? false;
}

function comment({ row }: TableRow, label: string): Finding {
  const message = 'lines that begin with "#" are not skipped: data files have no comments. Remove the line.';
  return findingAt('E_DATA_COMMENT', cellPlace({ file: label, row, column: 1 }), message);
}

type Reader = (row: TableRow, rows: RawRow[]) => void;

function longReader(header: Extract<Header, { form: 'long' }>, label: string): Reader {
  const { date, series, value, unit, status, change } = header.at;
  const column = (name: 'unit' | 'status' | 'change', at: number | undefined) =>
    at === undefined ? {} : { [name]: at + 1 };
  // One object for all rows: where the parts are is the file's property.
  const columns = {
    date: date + 1,
    series: series + 1,
    value: value + 1,
    ...column('unit', unit),
    ...column('status', status),
    ...column('change', change),
  };
  const text = (cells: readonly string[], at: number | undefined) =>
    at === undefined ? '' : (cells[at] ?? '').trim();
  return ({ row, cells }, rows) => {
    const number = text(cells, value);
    if (isNoQuotation(number)) return;
    const place = { file: label, row, column: value + 1 };
    const read = { place, date: text(cells, date), series: text(cells, series), value: number, columns };
    const unitText = text(cells, unit);
    const statusText = text(cells, status);
    const changeText = text(cells, change);
    // Most rows have nothing else, or a unit: these two are made without a second copy.
    if (statusText === '' && isNoQuotation(changeText)) {
      const { date: day, series: id } = read;
      rows.push(
        unitText === '' ? read : { place, date: day, series: id, value: number, unit: unitText, columns },
      );
      return;
    }
    rows.push({
      ...read,
      ...(unitText === '' ? {} : { unit: unitText }),
      ...(statusText === '' ? {} : { status: statusText }),
      ...(isNoQuotation(changeText) ? {} : { change: changeText }),
    });
  };
}

function wideReader(header: Extract<Header, { form: 'wide' }>, label: string): Reader {
  const cellsOf = header.names.flatMap((series, index) =>
    index === header.date ? [] : [{ series, index, columns: { date: header.date + 1, value: index + 1 } }],
  );
  return ({ row, cells }, rows) => {
    const date = (cells[header.date] ?? '').trim();
    for (const { series, index, columns } of cellsOf) {
      const value = (cells[index] ?? '').trim();
      if (isNoQuotation(value)) continue;
      rows.push({ place: { file: label, row, column: index + 1 }, date, series, value, columns });
    }
  };
}

/** A row with fewer cells than the header has columns, or with more that hold something. */
function ragged({ row, cells }: TableRow, header: Header, label: string): Finding | undefined {
  if (cells.length === header.width) return undefined;
  if (cells.length > header.width && cells.slice(header.width).every((cell) => cell.trim() === ''))
    return undefined;
  if (cells.every((cell) => cell.trim() === '')) return undefined;
  const column = Math.min(cells.length, header.width) + 1;
  return findingAt(
    'E_DATA_COLUMNS',
    cellPlace({ file: label, row, column }),
    `the row has ${counted(cells.length, 'cell')}, the header ${counted(header.width, 'column')}.${brokenNumber(cells)}`,
  );
}

/** A number with thousands commas that nobody quoted falls into several cells. */
function brokenNumber(cells: readonly string[]): string {
  const at = cells.findIndex(
    (cell, index) => /^[+-]?\d{1,3}$/.test(cell) && /^\d{3}(?:\.\d+)?$/.test(cells[index + 1] ?? ''),
  );
  if (at < 0) return ' Give every row the cells of the header.';
  const number = `${cells[at]},${cells[at + 1]}`;
  return ` A number with commas must be quoted: ${quoted(number)}.`;
}
