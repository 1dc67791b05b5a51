import { counted } from '../../errors.ts';
import { cellPlace, isSheet } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
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
  const message = `the row has ${counted(cells.length, 'cell')}, the header ${counted(names.length, 'column')}. Give every row the cells of the header, or skip it in the mapping.`;
  return findingAt('E_DATA_COLUMNS', where, message);
}

/** How many sums of other rows were left out. */
export function subtotalNote(count: number, label: string): Finding[] {
  if (count === 0) return [];
  const message = `${counted(count, 'subtotal row')} left out, as the mapping says.`;
  return [findingAt('I_MAPPING_SUBTOTAL', label, message)];
}
