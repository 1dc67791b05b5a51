import type { TableRow } from '../table.ts';
import { type DateGuess, guessDate } from './guess-date.ts';
import { bare, NUMBER } from './header-texts.ts';

/** Where a table of unknown layout has its header, its dates and its numbers. */
export interface Shape {
  readonly firstData: number;
  readonly header: readonly TableRow[];
  readonly data: readonly TableRow[];
  readonly date: DateGuess & { readonly column: number };
  /** Columns of dates beside that one: tables side by side. */
  readonly otherDates: readonly number[];
  readonly numbers: ReadonlyArray<{ readonly column: number }>;
}

export function shapeOf(rows: readonly TableRow[]): Shape | undefined {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const cellsOf = (column: number, from: readonly TableRow[]) =>
    from.map((row) => (row.cells[column - 1] ?? '').trim()).filter((cell) => cell !== '');
  const columns = Array.from({ length: width }, (_, at) => at + 1);
  const dated = columns.flatMap((column) => {
    // Titles above and remarks below are words: of a short table they would be the greater part.
    const guess = guessDate(cellsOf(column, rows).filter((cell) => /\d/.test(cell)));
    return guess ? [{ ...guess, column }] : [];
  });
  const date = dated.toSorted((a, b) => b.dates - a.dates || a.column - b.column)[0];
  if (date === undefined) return undefined;
  const begins = rows.findIndex(
    (row) => guessDate([(row.cells[date.column - 1] ?? '').trim()]) !== undefined,
  );
  const data = rows.slice(begins);
  const header: TableRow[] = [];
  for (let at = begins - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row === undefined || row.cells.filter((cell) => cell.trim() !== '').length < 2) break;
    header.unshift(row);
  }
  const datedColumns = new Set(dated.map((one) => one.column));
  const numbers = columns.flatMap((column) => {
    if (datedColumns.has(column)) return [];
    const cells = cellsOf(column, data);
    const good = cells.filter((cell) => NUMBER.test(bare(cell))).length;
    return cells.length > 0 && good * 2 >= cells.length ? [{ column }] : [];
  });
  const firstData = data[0]?.row;
  if (header.length === 0 || numbers.length === 0 || firstData === undefined) return undefined;
  const otherDates = [...datedColumns].filter((column) => column !== date.column);
  return { firstData, header, data, date, otherDates, numbers };
}
