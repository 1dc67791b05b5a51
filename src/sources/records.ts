import { CsvError, parse } from 'csv-parse/sync';
import { findingAt } from '../model/finding.ts';
import { decoded } from './encoding.ts';
import { SourceRefused, type TableRow, type TableRows } from './table.ts';

/** How a text is cut into rows and cells. */
export interface CsvOptions {
  /** Of a text without a byte order mark; UTF-8 when absent. */
  readonly encoding?: string;
  readonly delimiter?: string;
  /** `''`: quotation marks are letters like others. */
  readonly quote?: string;
}

/** No honest line is longer; without a limit one missing quote would swallow the file. */
const LONGEST_LINE = 65_536;

/** All lines that are not blank, in order. Throws SourceRefused where the file stops being text or CSV. */
export async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  label: string,
  options: CsvOptions = {},
): TableRows {
  const cutter = new Cutter(label, options);
  for await (const text of decoded(bytes, label, options.encoding)) {
    const rows = cutter.next(text);
    if (rows.length > 0) yield rows;
  }
  yield cutter.end();
}

/** Cuts a text that comes in pieces: each time the whole records so far, the rest waits for what follows. */
class Cutter {
  private rest = '';
  /** The physical line on which `rest` begins. */
  private line = 1;
  private readonly delimiter: string;
  private readonly quote: string;
  private readonly label: string;

  constructor(label: string, { delimiter = ',', quote = '"' }: CsvOptions) {
    this.label = label;
    this.delimiter = delimiter;
    this.quote = quote;
  }

  next(text: string): TableRow[] {
    const all = this.rest + text;
    const marks = this.marksIn(all);
    const end = boundary(all, marks);
    this.rest = all.slice(end);
    const rows = end === 0 ? [] : this.rows(all.slice(0, end), (marks[0] ?? end) < end);
    if (this.rest.length > LONGEST_LINE) this.refuse(this.rest);
    return rows;
  }

  end(): TableRow[] {
    if (this.rest === '') return [];
    const marks = this.marksIn(this.rest);
    if (marks.length % 2 === 1) this.neverClosed(this.rest, marks);
    return this.rows(this.rest, marks.length > 0);
  }

  private marksIn(text: string): number[] {
    if (this.quote === '') return [];
    const marks: number[] = [];
    for (let at = text.indexOf(this.quote); at >= 0; at = text.indexOf(this.quote, at + 1)) marks.push(at);
    return marks;
  }

  private rows(text: string, hasQuotes: boolean): TableRow[] {
    if (!hasQuotes) return this.split(text);
    const rows: TableRow[] = [];
    for (const cells of this.parsed(text)) {
      if (!isBlank(cells)) rows.push({ row: this.line, cells });
      this.line += 1;
      for (const cell of cells) this.line += lineBreaks(cell);
    }
    return rows;
  }

  /** Without a quotation mark CSV is lines and commas, and most files have none: this takes a tenth of the time. */
  private split(text: string): TableRow[] {
    const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
    // What follows the last line end is no line.
    if (lines.at(-1) === '') lines.pop();
    const rows: TableRow[] = [];
    for (const line of lines) {
      if (line.length > LONGEST_LINE) this.tooLong(this.line);
      // Cheap for the file that is empty lines by the million.
      const cells = line === '' ? [] : line.split(this.delimiter);
      if (!isBlank(cells)) rows.push({ row: this.line, cells });
      this.line += 1;
    }
    return rows;
  }

  private parsed(text: string): string[][] {
    try {
      // Blank lines are kept, so that records can be counted as physical lines; csv-parse's own count costs more.
      return parse(text, {
        delimiter: this.delimiter,
        quote: this.quote,
        record_delimiter: ['\r\n', '\n', '\r'],
        relax_column_count: true,
        max_record_size: LONGEST_LINE,
      });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const lines = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
      if (error.code === 'CSV_MAX_RECORD_SIZE') {
        const long = text.split(/\r\n|\n|\r/).findIndex((line) => line.length > LONGEST_LINE);
        this.tooLong(this.line + (long < 0 ? lines - 1 : long));
      }
      const where = `${this.label}:${this.line + lines - 1}`;
      throw new SourceRefused([
        findingAt(
          'E_DATA_QUOTE',
          where,
          'a quotation mark (") stands in the middle of a cell. Quote the whole cell and double the marks inside it.',
        ),
      ]);
    }
  }

  /** A record that is longer than any: a line without end, or a quotation nobody closed. */
  private refuse(text: string): never {
    const long = text.split(/\r\n|\n|\r/).findIndex((line) => line.length > LONGEST_LINE);
    if (long >= 0) this.tooLong(this.line + long);
    this.neverClosed(text, this.marksIn(text));
  }

  private tooLong(line: number): never {
    const limit = LONGEST_LINE.toLocaleString('en-US');
    throw new SourceRefused([
      findingAt(
        'E_DATA_LINE',
        `${this.label}:${line}`,
        `a line is longer than ${limit} characters. Expected one row a line, with commas between cells.`,
      ),
    ]);
  }

  private neverClosed(text: string, marks: readonly number[]): never {
    const line = this.line + lineBreaks(text.slice(0, marks.at(-1) ?? 0));
    throw new SourceRefused([
      findingAt(
        'E_DATA_QUOTE',
        `${this.label}:${line}`,
        'the quotation mark (") opened on this line is never closed. Close it, or remove it.',
      ),
    ]);
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length < 2 && (cells[0] ?? '').trim() === '';
}

/** Just after the last line end that stands outside quotation marks; 0 where there is none. */
function boundary(text: string, marks: readonly number[]): number {
  for (let before = marks.length; before >= 0; before -= 1) {
    // After an odd number of marks a quotation is open.
    if (before % 2 === 1) continue;
    const from = before === 0 ? 0 : (marks[before - 1] ?? 0) + 1;
    const end = lastLineEnd(text, from, marks[before] ?? text.length);
    if (end > from) return end;
  }
  return 0;
}

function lastLineEnd(text: string, from: number, to: number): number {
  const feed = text.lastIndexOf('\n', to - 1);
  // A return at the very end may be the first half of a line end.
  const last = to === text.length ? to - 2 : to - 1;
  const back = last < from ? -1 : text.lastIndexOf('\r', last);
  return Math.max(feed, back) + 1;
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
