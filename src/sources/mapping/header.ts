import { quoted } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { Mapping } from '../../model/mapping.ts';
import type { TableRow } from '../table.ts';

/** The header as found: one name a column, and the unit printed below or above it. */
export interface HeaderFound {
  /** Its last row; data begins after it. */
  readonly row: number;
  readonly names: readonly string[];
  readonly units: readonly string[];
}

/** Titles and notes above a table are a few lines; further down nobody looks for a header. */
const SEARCHED = 100;

/** Takes rows until the header is whole. `undefined` asks for the next row. */
export function headerSearch(
  mapping: Mapping,
  label: string,
): { next(row: TableRow): HeaderFound | Finding[] | undefined; none(): Finding } {
  const { header } = mapping;
  const rows: TableRow[] = [];
  let seen = 0;
  const none = () => notFound(mapping, label, seen);
  return {
    none,
    next(row) {
      seen = row.row;
      const begins = header.cells ? holds(row, header.cells) : row.row >= (header.row ?? 1);
      if (rows.length === 0 && !begins) return row.row > SEARCHED && header.cells ? [none()] : undefined;
      rows.push(row);
      if (rows.length < header.rows) return undefined;
      const keys = rows.flatMap((one) => forbidden(one, label));
      return keys.length > 0 ? keys : joined(rows, mapping);
    },
  };
}

export function plainHeader(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

function holds(row: TableRow, cells: readonly string[]): boolean {
  const names = new Set(row.cells.map(plainHeader));
  return cells.every((cell) => names.has(plainHeader(cell)));
}

function notFound(mapping: Mapping, label: string, seen: number): Finding {
  const { cells, row } = mapping.header;
  const expected = cells
    ? `a row with the cells ${cells.map(quoted).join(', ')}`
    : `the header in row ${row ?? 1}`;
  return findingAt(
    'E_MAPPING_HEADER',
    label,
    `no header found in ${seen} rows. Expected ${expected} (mapping ${quoted(mapping.name)}). Correct the mapping's "header", or use another mapping.`,
  );
}

const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

function forbidden(row: TableRow, label: string): Finding[] {
  return row.cells.flatMap((cell, index) => {
    const key = cell.trim();
    if (!FORBIDDEN.includes(key)) return [];
    const where = cellPlace({ file: label, row: row.row, column: index + 1 });
    return [findingAt('E_DATA_KEY', where, `the key ${quoted(key)} is not allowed. Rename the column.`)];
  });
}

function joined(rows: readonly TableRow[], { header }: Mapping): HeaderFound {
  const width = Math.max(...rows.map((one) => one.cells.length));
  const texts = rows.map((one, at) => {
    const cells = Array.from({ length: width }, (_, index) => plainHeader(one.cells[index] ?? ''));
    return header.fill && at < rows.length - 1 ? filled(cells) : cells;
  });
  const all = rows.map((_, at) => at + 1).filter((at) => at !== header.units);
  const naming = header.names ?? all;
  const units = header.units === undefined ? [] : (texts[header.units - 1] ?? []);
  return {
    row: rows.at(-1)?.row ?? 0,
    names: Array.from({ length: width }, (_, index) =>
      plainHeader(naming.map((at) => texts[at - 1]?.[index] ?? '').join(' ')),
    ),
    units: units.map((unit) => unit.replace(/^[([（【]+|[)\]）】]+$/g, '').trim()),
  };
}

function filled(cells: readonly string[]): string[] {
  let last = '';
  return cells.map((cell) => {
    if (cell !== '') last = cell;
    return last;
  });
}
