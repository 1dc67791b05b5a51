import type { Finding } from '../../model/finding.ts';
import { cellPlace, isSheet } from '../cell-place.ts';
import { errorAt } from '../raw-file.ts';
import type { TableRow } from '../table.ts';
import type { HeaderFound } from './header.ts';

/** A line of text with other cells than its header has lost or won a comma; a sheet's rows end where they like. */
export function raggedRow(
  { row, cells }: TableRow,
  { names }: HeaderFound,
  label: string,
): Finding | undefined {
  if (isSheet(label)) return undefined;
  const named = names.findLastIndex((name) => name !== '') + 1;
  const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  if (cells.length >= named && filled <= names.length) return undefined;
  const where = cellPlace({ file: label, row, column: Math.min(cells.length, names.length) + 1 });
  const message = `the row has ${cells.length} cell${cells.length === 1 ? '' : 's'}, the header ${names.length} columns. Give every row the cells of the header, or skip it in the mapping.`;
  return errorAt('E_DATA_COLUMNS', where, message);
}

/** How many sums of other rows were left out. */
export function subtotalNote(count: number, label: string): Finding[] {
  if (count === 0) return [];
  const message = `${count} subtotal row${count === 1 ? '' : 's'} left out, as the mapping says.`;
  return [{ code: 'I_MAPPING_SUBTOTAL', severity: 'note', where: label, message }];
}
