import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from '../model/finding.ts';
import { errorAt } from './raw-file.ts';

/** A line of a CSV file, split. `line` is the physical line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** No honest line is longer; without a limit one missing quote would swallow the file. */
const LONGEST_LINE = 65_536;

/** All lines that are not blank, in order, or the finding that says where the file stops being CSV. */
export function readRecords(text: string, label: string): CsvRecord[] | Finding {
  const hasQuotes = text.includes('"');
  const unclosed = hasQuotes ? openQuote(text) : undefined;
  if (unclosed !== undefined) {
    return errorAt(
      'E_DATA_QUOTE',
      `${label}:${unclosed}`,
      'the quotation mark (") opened on this line is never closed. Close it, or remove it.',
    );
  }
  const lines = hasQuotes ? parsed(text, label) : split(text, label);
  if (!Array.isArray(lines)) return lines;
  const records: CsvRecord[] = [];
  let line = 1;
  for (const cells of lines) {
    if (cells.length > 1 || (cells[0] ?? '').trim() !== '') records.push({ line, cells });
    line += 1;
    if (hasQuotes) for (const cell of cells) line += lineBreaks(cell);
  }
  return records;
}

/** Without a quotation mark CSV is lines and commas, and most files have none: this takes a tenth of the time. */
function split(text: string, label: string): string[][] | Finding {
  const lines = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
  const long = lines.findIndex((line) => line.length > LONGEST_LINE);
  return long < 0 ? lines.map((line) => line.split(',')) : tooLong(`${label}:${long + 1}`);
}

function parsed(text: string, label: string): string[][] | Finding {
  try {
    // Blank lines are kept, so that records can be counted as physical lines; csv-parse's own count costs more.
    return parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: LONGEST_LINE,
    });
  } catch (error) {
    if (error instanceof CsvError) return malformed(text, label, error);
    throw error;
  }
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** The line on which a quotation is opened that never ends. */
function openQuote(text: string): number | undefined {
  let line = 1;
  let openedOn: number | undefined;
  for (const [mark] of text.matchAll(/"|\r\n|\n|\r/g)) {
    if (mark !== '"') line += 1;
    else openedOn = openedOn === undefined ? line : undefined;
  }
  return openedOn;
}

function malformed(text: string, label: string, error: CsvError): Finding {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const long = text.split(/\r\n|\n|\r/).findIndex((line) => line.length > LONGEST_LINE);
    return tooLong(long < 0 ? label : `${label}:${long + 1}`);
  }
  const line = 'lines' in error ? error.lines : undefined;
  return errorAt(
    'E_DATA_QUOTE',
    typeof line === 'number' ? `${label}:${line}` : label,
    'a quotation mark (") stands in the middle of a cell. Quote the whole cell and double the marks inside it.',
  );
}

function tooLong(where: string): Finding {
  const limit = LONGEST_LINE.toLocaleString('en-US');
  return errorAt(
    'E_DATA_LINE',
    where,
    `a line is longer than ${limit} characters. Expected one row a line, with commas between cells.`,
  );
}
