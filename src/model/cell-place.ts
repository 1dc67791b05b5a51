import type { Place } from './observation.ts';

/** `data/inbox/x.csv:7:3`, or `data/inbox/x.xlsx!Sheet!C7` in a workbook. */
export function cellPlace({ file, row, column }: Place): string {
  if (!isSheet(file)) return column === undefined ? `${file}:${row}` : `${file}:${row}:${column}`;
  return column === undefined ? `${file}!${row}` : `${file}!${columnLetters(column)}${row}`;
}

/** Whether a place's file is a sheet of a workbook, `x.xlsx!Sheet`. */
export function isSheet(file: string): boolean {
  return /\.xlsx!/i.test(file);
}

/** 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
