import type { Finding } from '../../model/finding.ts';
import type { Mapping } from '../../model/mapping.ts';
import { longOrWide } from '../csv.ts';
import { brokenCell } from '../mapping/broken-cell.ts';
import { mappedRows } from '../mapping/index.ts';
import { type RawBatch, SourceRefused, type TableRow, type TableRows } from '../table.ts';
import { messagesOf } from './child-process.ts';
import type { Message, WorkbookRequest } from './message.ts';

/** A workbook, open at one sheet. */
export interface Workbook {
  readonly sheet: string;
  /** What is to say of it: hidden sheets and rows, formulas, macros. */
  readonly notes: readonly Finding[];
  /** The sheet's rows, once. Throws SourceRefused where it stops being readable. */
  rows(): TableRows;
  close(): Promise<void>;
}

/** Opens a workbook in a process of its own. Throws SourceRefused: broken, protected, too big, no such sheet. */
export async function openWorkbook(request: WorkbookRequest, seconds?: number): Promise<Workbook> {
  const messages = messagesOf(request, seconds);
  const first = await messages.next();
  if (first.done || !('sheet' in first.value))
    throw new Error('the reader of workbooks did not begin with a sheet');
  return {
    ...first.value,
    rows: () => tableRows(messages),
    close: async () => void (await messages.return()),
  };
}

async function* tableRows(messages: AsyncGenerator<Message, void>): TableRows {
  for await (const message of messages) {
    if ('rows' in message) yield message.rows.map(([row, cells]) => ({ row, cells }));
  }
}

/** Reads a workbook's sheet by a mapping, or as long or wide form. */
export async function* readWorkbook(
  file: string,
  label: string,
  mapping: Mapping | undefined,
): AsyncGenerator<RawBatch, void> {
  const { sheet, formulas } = mapping ?? {};
  const book = await openWorkbook({
    file,
    label,
    ...(sheet === undefined ? {} : { sheet }),
    ...(formulas === undefined ? {} : { formulas }),
  });
  try {
    const place = `${label}!${book.sheet}`;
    if (mapping) yield* mappedRows(book.rows(), mapping, place);
    else yield* longOrWide(sound(book.rows(), place), place);
    if (book.notes.length > 0) yield { rows: [], findings: book.notes };
  } finally {
    await book.close();
  }
}

/** In a table of our own form no cell may hold what a formula failed with. A sheet's rows end early; a table's do not. */
async function* sound(rows: TableRows, place: string): TableRows {
  let width = 0;
  for await (const batch of rows) {
    const broken = batch.flatMap((row) => brokenCells(row, place));
    if (broken.length > 0) throw new SourceRefused(broken);
    if (width === 0) width = batch[0]?.cells.length ?? 0;
    yield batch.map((row) => (row.cells.length < width ? padded(row, width) : row));
  }
}

function padded({ row, cells }: TableRow, width: number): TableRow {
  return { row, cells: Array.from({ length: width }, (_, at) => cells[at] ?? '') };
}

function brokenCells({ row, cells }: TableRow, file: string): Finding[] {
  return cells.flatMap((cell, index) => brokenCell(cell, { file, row, column: index + 1 }) ?? []);
}
