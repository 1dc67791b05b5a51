import { parseUnit } from '../../units/unit.ts';
import type { TableRow, TableRows } from '../table.ts';
import { type DateGuess, guessDate } from './guess-date.ts';
import { plainHeader } from './header.ts';

/** A column of numbers as it was found. */
export interface NumberColumn {
  /** From 1. */
  readonly column: number;
  readonly header: string;
  /** As it stands in the header or in the row of units, where it is one. */
  readonly unit: string | undefined;
  /** One of its numbers from the middle, to see whether a unit can be right. */
  readonly sample: number;
}

/** What a table of unknown layout looks like. */
export interface Survey {
  /** Number of the first header row and of how many there are. */
  readonly headerRow: number;
  readonly headerRows: number;
  /** Which of them holds the units, from 1. */
  readonly unitRow: number | undefined;
  /** Names by column, from 0. */
  readonly names: readonly string[];
  readonly date: DateGuess & { readonly column: number };
  readonly numbers: readonly NumberColumn[];
  /** Words in columns of numbers, most frequent first. */
  readonly missing: readonly string[];
  readonly strip: readonly string[];
  readonly thousands: boolean;
  /** Dates come several times: one row for each of several things. */
  readonly repeats: boolean;
  /** Columns of words with what stands in them. */
  readonly words: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Enough to see how a table is made. */
const LOOKED_AT = 300;
const MOST_ROWS = 200_000;
const MOST_WORDS = 60;

/** What stands beside a date that is written out already. */
const DATE_PART = /^(?:年|月|日|year|month|day|week|周)$/i;

const STRIPPED = ['$', '€', '£', '¥', '￥', '%'];
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][+-]?\d+)?$/;

/** Looks a table through; undefined where it holds no dates or no numbers. */
export async function survey(rows: TableRows): Promise<Survey | undefined> {
  const first: TableRow[] = [];
  const marks = new Map<number, Map<string, number>>();
  let shape: Shape | undefined;
  let seen = 0;
  const look = (row: TableRow) => {
    if (!shape || row.row < shape.firstData) return;
    for (const { column } of shape.numbers) countMark(row.cells[column - 1] ?? '', column, marks);
  };
  for await (const batch of rows) {
    for (const row of batch) {
      seen += 1;
      if (first.length < LOOKED_AT) first.push(row);
      else {
        if (shape === undefined) {
          shape = shapeOf(first);
          if (shape === undefined) return undefined;
          first.forEach(look);
        }
        look(row);
      }
    }
    if (seen > MOST_ROWS) break;
  }
  if (shape === undefined) {
    shape = shapeOf(first);
    first.forEach(look);
  }
  return shape && described(shape, marks);
}

interface Shape {
  readonly firstData: number;
  readonly header: readonly TableRow[];
  readonly data: readonly TableRow[];
  readonly date: DateGuess & { readonly column: number };
  readonly numbers: ReadonlyArray<{ readonly column: number }>;
}

function shapeOf(rows: readonly TableRow[]): Shape | undefined {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const cellsOf = (column: number, from: readonly TableRow[]) =>
    from.map((row) => (row.cells[column - 1] ?? '').trim()).filter((cell) => cell !== '');
  const columns = Array.from({ length: width }, (_, at) => at + 1);
  const dated = columns.flatMap((column) => {
    const guess = guessDate(cellsOf(column, rows));
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
  return { firstData, header, data, date, numbers };
}

function described(shape: Shape, marks: ReadonlyMap<number, ReadonlyMap<string, number>>): Survey {
  const { header, date, data } = shape;
  const unitRow = header.findIndex((row) => {
    const cells = row.cells.filter((cell) => cell.trim() !== '');
    return cells.filter((cell) => unitIn(cell) !== undefined).length * 2 > cells.length;
  });
  const naming = header.find((_, at) => at !== unitRow) ?? header[0];
  const width = Math.max(...header.map((row) => row.cells.length));
  const names = Array.from({ length: width }, (_, at) => plainHeader(naming?.cells[at] ?? ''));
  const numbers = shape.numbers.flatMap(({ column }) => {
    const name = names[column - 1] ?? '';
    const unit = unitIn(header[unitRow]?.cells[column - 1] ?? '') ?? unitIn(name);
    if (name === '' || DATE_PART.test(name)) return [];
    const all = data.map((row) => Number(bare(row.cells[column - 1] ?? '').replaceAll(',', '') || 'x'));
    const sorted = all.filter((one) => !Number.isNaN(one)).sort((a, b) => a - b);
    return [{ column, header: name, unit, sample: sorted[Math.floor(sorted.length / 2)] ?? 0 }];
  });
  const cells = numbers.flatMap(({ column }) => data.map((row) => (row.cells[column - 1] ?? '').trim()));
  const days = data.map((row) => (row.cells[date.column - 1] ?? '').trim()).filter((cell) => cell !== '');
  return {
    headerRow: header[0]?.row ?? 1,
    headerRows: header.length,
    unitRow: unitRow < 0 ? undefined : unitRow + 1,
    names,
    date,
    numbers,
    missing: mostFrequent(numbers.map(({ column }) => marks.get(column) ?? new Map())),
    strip: STRIPPED.filter((mark) => cells.some((cell) => cell.includes(mark) && NUMBER.test(bare(cell)))),
    thousands: cells.some((cell) => /\d,\d{3}/.test(cell) && NUMBER.test(bare(cell))),
    repeats: new Set(days).size * 2 <= days.length,
    words: wordsIn(data, new Set([date.column, ...numbers.map((one) => one.column)]), width),
  };
}

/** `($/mt)`, `铜价（元/吨）`, `Price (USD/t)`, or the unit alone. */
function unitIn(text: string): string | undefined {
  const inside = /[([（【]([^()[\]（）【】]+)[)\]）】]\s*$/.exec(text)?.[1]?.trim();
  return [inside, text.trim()].find((one) => one !== undefined && one !== '' && parseUnit(one) !== undefined);
}

function bare(cell: string): string {
  let text = cell.trim();
  for (const mark of STRIPPED) text = text.replace(mark, '').trim();
  return text;
}

function countMark(cell: string, column: number, marks: Map<number, Map<string, number>>): void {
  const text = cell.trim();
  if (text === '' || text.length > 20 || NUMBER.test(bare(text))) return;
  const counts = marks.get(column) ?? new Map<string, number>();
  marks.set(column, counts);
  if (counts.size < MOST_WORDS || counts.has(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
}

function mostFrequent(columns: ReadonlyArray<ReadonlyMap<string, number>>): string[] {
  const all = new Map<string, number>();
  for (const counts of columns)
    for (const [text, count] of counts) all.set(text, (all.get(text) ?? 0) + count);
  // Numbers with letters in them are slips and not markers.
  return [...all]
    .filter(([text]) => !/\d/.test(text))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 8)
    .map(([text]) => text);
}

function wordsIn(
  data: readonly TableRow[],
  taken: ReadonlySet<number>,
  width: number,
): Map<number, ReadonlySet<string>> {
  const found = new Map<number, ReadonlySet<string>>();
  for (let column = 1; column <= width; column += 1) {
    if (taken.has(column)) continue;
    const words = new Set(
      data.map((row) => (row.cells[column - 1] ?? '').trim()).filter((cell) => cell !== ''),
    );
    if (words.size > 0 && words.size <= MOST_WORDS) found.set(column, words);
  }
  return found;
}
