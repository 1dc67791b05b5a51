import { quoted } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';
import { type Header, readHeader } from './header.ts';
import { errorAt, warningAt } from './raw-file.ts';
import { type CsvRecord, readRecords } from './records.ts';

export interface CsvRows {
  readonly rows: readonly RawRow[];
  readonly findings: readonly Finding[];
}

/**
 * A CSV file in long form (`date,series,value[,unit][,status]`) or wide form (`date` and one column per series id).
 * A cell without a quotation (empty, or a dash) gives no row. Shapes are checked by hand rather than by a schema:
 * a file has up to a million cells.
 */
export function readCsv(text: string, label: string): CsvRows {
  const records = readRecords(text, label);
  if (!Array.isArray(records)) return { rows: [], findings: [records] };
  const [first, ...rest] = records;
  if (first === undefined) {
    return only(
      errorAt(
        'E_DATA_EMPTY',
        label,
        'the file holds only blank lines. Expected a header line and at least one row.',
      ),
    );
  }
  if (isComment(first)) return only(comment(first, label));
  const header = readHeader(first, label);
  if (Array.isArray(header)) return { rows: [], findings: header };
  if (rest.length === 0) {
    return only(errorAt('E_DATA_NOROWS', `${label}:${first.line}`, 'header but no rows.'));
  }
  const rows: RawRow[] = [];
  const findings: Finding[] = [];
  const read = header.form === 'long' ? longReader(header, label) : wideReader(header, label);
  for (const record of rest) {
    const problem = isComment(record) ? comment(record, label) : ragged(record, header, label);
    if (problem) findings.push(problem);
    else read(record, rows);
  }
  if (rows.length === 0 && findings.length === 0) {
    findings.push(warningAt('W_DATA_NOVALUE', label, `none of its ${rest.length} rows holds a value.`));
  }
  return { rows, findings };
}

function only(finding: Finding): CsvRows {
  return { rows: [], findings: [finding] };
}

function isComment(record: CsvRecord): boolean {
  return record.cells[0]?.trimStart().startsWith('#') ?? false;
}

function comment(record: CsvRecord, label: string): Finding {
  const message = 'lines that begin with "#" are not skipped: data files have no comments. Remove the line.';
  return errorAt('E_DATA_COMMENT', `${label}:${record.line}:1`, message);
}

function isNoQuotation(cell: string): boolean {
  return cell === '' || cell === '-' || cell === '–' || cell === '—';
}

type Reader = (record: CsvRecord, rows: RawRow[]) => void;

function longReader(header: Extract<Header, { form: 'long' }>, label: string): Reader {
  const { date, series, value, unit, status } = header.at;
  // One object for all rows: where the parts are is the file's property.
  const columns = {
    date: date + 1,
    series: series + 1,
    value: value + 1,
    ...(unit === undefined ? {} : { unit: unit + 1 }),
    ...(status === undefined ? {} : { status: status + 1 }),
  };
  return ({ line, cells }, rows) => {
    const number = (cells[value] ?? '').trim();
    if (isNoQuotation(number)) return;
    const unitText = unit === undefined ? '' : (cells[unit] ?? '').trim();
    const statusText = status === undefined ? '' : (cells[status] ?? '').trim();
    const place = { file: label, row: line, column: value + 1 };
    const read = {
      place,
      date: (cells[date] ?? '').trim(),
      series: (cells[series] ?? '').trim(),
      value: number,
      columns,
    };
    if (statusText !== '')
      rows.push({ ...read, ...(unitText === '' ? {} : { unit: unitText }), status: statusText });
    else rows.push(unitText === '' ? read : { ...read, unit: unitText });
  };
}

function wideReader(header: Extract<Header, { form: 'wide' }>, label: string): Reader {
  const cellsOf = header.names.flatMap((series, index) =>
    index === header.date ? [] : [{ series, index, columns: { date: header.date + 1, value: index + 1 } }],
  );
  return ({ line, cells }, rows) => {
    const date = (cells[header.date] ?? '').trim();
    for (const { series, index, columns } of cellsOf) {
      const value = (cells[index] ?? '').trim();
      if (isNoQuotation(value)) continue;
      rows.push({ place: { file: label, row: line, column: index + 1 }, date, series, value, columns });
    }
  };
}

/** A row with fewer cells than the header has columns, or with more that hold something. */
function ragged(record: CsvRecord, header: Header, label: string): Finding | undefined {
  const { cells, line } = record;
  if (cells.length === header.width) return undefined;
  if (cells.length > header.width && cells.slice(header.width).every((cell) => cell.trim() === ''))
    return undefined;
  if (cells.every((cell) => cell.trim() === '')) return undefined;
  const column = Math.min(cells.length, header.width) + 1;
  return errorAt(
    'E_DATA_COLUMNS',
    `${label}:${line}:${column}`,
    `the row has ${count(cells.length, 'cell')}, the header ${count(header.width, 'column')}.${brokenNumber(cells)}`,
  );
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
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
