import { readFile } from 'node:fs/promises';
import { HucreError } from 'hucre';
import { streamXlsxRows } from 'hucre/xlsx';
import { findingAt } from '../../model/finding.ts';
import { FORMULA, NO_RESULT } from '../mapping/broken-cell.ts';
import { SourceRefused } from '../table.ts';
import { cellText } from './cell-text.ts';
import { cellKey, type SheetFacts } from './sheet-scan.ts';

export type SheetRow = [row: number, cells: string[]];

/** A sheet's rows as text, a few hundred at a time; the workbook was looked through before. */
export async function* sheetRows(
  file: string,
  sheet: string,
  facts: SheetFacts,
  label: string,
): AsyncGenerator<SheetRow[], void> {
  let batch: SheetRow[] = [];
  let cells = 0;
  try {
    for await (const { index, values } of streamXlsxRows(await readFile(file), { sheet })) {
      const isRefused = (at: number) => facts.refused.has(cellKey(index + 1, at + 1));
      // Words and dates of formulas are read: what they name is seen. An old number is not.
      const texts = values.map((value, at) =>
        typeof value === 'number' && isRefused(at) ? FORMULA : cellText(value),
      );
      const row = rowOf(index + 1, texts, facts);
      if (row[1].length === 0) continue;
      batch.push(row);
      cells += row[1].length;
      if (cells < CELLS_A_BATCH) continue;
      yield batch;
      batch = [];
      cells = 0;
    }
  } catch (error) {
    if (!(error instanceof HucreError)) throw error;
    const message = `cannot be read (${error.message.split('\n')[0]}). Save the workbook again.`;
    throw new SourceRefused([findingAt('E_XLSX_BROKEN', `${label}!${sheet}`, message)]);
  }
  yield batch;
}

const CELLS_A_BATCH = 20_000;

function rowOf(row: number, cells: string[], { noResult, merged }: SheetFacts): SheetRow {
  if (noResult.size > 0) {
    for (let column = 1; column <= cells.length; column += 1) {
      if (noResult.has(`${row} ${column}`)) cells[column - 1] = NO_RESULT;
    }
  }
  if (merged.size > 0) spread(row, cells, merged);
  return [row, cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)];
}

/** The text of merged cells stands in the first of them and is meant for all. */
function spread(row: number, cells: string[], merged: ReadonlyMap<string, number>): void {
  for (let column = 1; column <= cells.length; column += 1) {
    const further = merged.get(`${row} ${column}`);
    const text = cells[column - 1] ?? '';
    if (further === undefined || text === '') continue;
    for (let at = column; at < Math.min(column + further, cells.length); at += 1) {
      if (cells[at] === '') cells[at] = text;
    }
  }
}
