import type { Finding } from '../model/finding.ts';
import { measure, readPieces } from './bytes.ts';
import { brokenCell } from './mapping/broken-cell.ts';
import { refuseOtherKinds } from './other-kinds.ts';
import { csvRows } from './records.ts';
import { sniff } from './sniff.ts';
import { SourceRefused, type TableRows } from './table.ts';
import { openWorkbook } from './xlsx/index.ts';

/** A file of rows that are no observations: lists of people. */
export interface Table {
  /** The file's label; of a workbook with its sheet, `list.xlsx!Sheet1`: for places. */
  readonly place: string;
  /** What is to say of a workbook: hidden sheets and rows, formulas. */
  readonly notes: readonly Finding[];
  /** All rows that are not blank, once. Throws SourceRefused where the file stops being readable. */
  rows(): TableRows;
  close(): Promise<void>;
}

/**
 * Opens a workbook's first sheet, or a text in UTF-8 with commas, semicolons, tabs or bars between its cells. Throws
 * SourceRefused when it is missing, may not be read, is no table or larger than `maxBytes`.
 */
export async function openTable(file: string, label: string, maxBytes: number): Promise<Table> {
  const measured = await measure(file, label, maxBytes);
  refuseOtherKinds(file, label);
  if (!/\.xls[xm]?$/i.test(file)) {
    const { delimiter } = await sniff(file);
    const options = delimiter === undefined ? {} : { delimiter };
    const rows = () => csvRows(readPieces(file, label, measured), label, options);
    return { place: label, notes: [], rows, close: async () => undefined };
  }
  const book = await openWorkbook({ file, label });
  const place = `${label}!${book.sheet}`;
  return { place, notes: book.notes, rows: () => sound(book.rows(), place), close: () => book.close() };
}

/** No cell may hold what a formula failed with. */
async function* sound(rows: TableRows, file: string): TableRows {
  for await (const batch of rows) {
    const broken = batch.flatMap(({ row, cells }) =>
      cells.flatMap((cell, at) => brokenCell(cell, { file, row, column: at + 1 }) ?? []),
    );
    if (broken.length > 0) throw new SourceRefused(broken);
    yield batch.filter(({ cells }) => cells.some((cell) => cell !== ''));
  }
}
