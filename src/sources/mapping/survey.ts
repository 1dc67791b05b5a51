import type { TableRow, TableRows } from '../table.ts';
import type { DateGuess } from './guess-date.ts';
import { countMark, type Marks, mostFrequent } from './guess-marks.ts';
import { plainHeader } from './header.ts';
import { bare, DATE_PART, NUMBER, STRIPPED, unitIn } from './header-texts.ts';
import { type Shape, shapeOf } from './table-shape.ts';

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
  /** `9.647,50`: the comma parts the fraction, the point thousands. */
  readonly decimalComma: boolean;
  /** Words among the dates: sums and remarks below the table. */
  readonly dateWords: readonly string[];
  /** Columns of dates beside the first: tables side by side. */
  readonly otherDates: readonly number[];
  /** Dates come several times: one row for each of several things. */
  readonly repeats: boolean;
  /** Columns of words with what stands in them. */
  readonly words: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Enough to see how a table is made. */
const LOOKED_AT = 300;
const MOST_ROWS = 200_000;
const MOST_WORDS = 60;

/** Looks a table through; undefined where it holds no dates or no numbers. */
export async function survey(rows: TableRows): Promise<Survey | undefined> {
  const first: TableRow[] = [];
  const marks: Marks = new Map();
  let shape: MarkedShape | undefined;
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
          shape = anyShapeOf(first);
          if (shape === undefined) return undefined;
          first.forEach(look);
        }
        look(row);
      }
    }
    if (seen > MOST_ROWS) break;
  }
  if (shape === undefined) {
    shape = anyShapeOf(first);
    first.forEach(look);
  }
  return shape && described(shape, marks);
}

type MarkedShape = Shape & { readonly decimalComma: boolean };

/** With the marks of most of the world's numbers, or of those with a decimal comma: whichever shows more columns. */
function anyShapeOf(rows: readonly TableRow[]): MarkedShape | undefined {
  const shape = shapeOf(rows);
  const turned = shapeOf(rows.map(({ row, cells }) => ({ row, cells: cells.map(withPoint) })));
  if (turned && turned.numbers.length > (shape?.numbers.length ?? 0))
    return { ...turned, decimalComma: true };
  return shape && { ...shape, decimalComma: false };
}

function withPoint(cell: string): string {
  const isTurned = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/.test(bare(cell));
  return isTurned ? cell.replaceAll('.', '').replace(',', '.') : cell;
}

function described(shape: MarkedShape, marks: Marks): Survey {
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
    decimalComma: shape.decimalComma,
    dateWords: [...new Set(days.filter((day) => !/\d/.test(day)))],
    otherDates: shape.otherDates,
    repeats: new Set(days).size * 2 <= days.length,
    words: wordsIn(data, new Set([date.column, ...numbers.map((one) => one.column)]), width),
  };
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
