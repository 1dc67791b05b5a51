import { textWidth } from '../charts/index.ts';
import type { Block, Line } from '../model/brief.ts';

type Table = Extract<Block, { kind: 'table' }>;

/** What print-blocks.css gives: 7.8 pt cells, 7.4 pt heads, gaps, the sparkline; in CSS pixels. */
const SIZE = 10.4;
const HEAD_SIZE = 9.9;
const GAP = 8;
const DRAWING = 58;
/** Two thirds of the measure of A4, less the gap. */
const ROOM = 440;
const MOST_ROWS = 6;

/** Whether a table is low and narrow enough to stand beside a chart of a third. Names and units may take two lines. */
export function fitsBeside(table: Table): boolean {
  const rows = table.groups.flatMap((group) => group.rows);
  if (rows.length > MOST_ROWS || table.groups.some((group) => group.title !== undefined)) return false;
  const width = table.columns.reduce((sum, column, at) => {
    const cells = rows.flatMap((row) => row.cells[at] ?? []).filter((cell) => (cell.span ?? 1) === 1);
    const words = cells.map((cell) => (cell.svg === undefined ? 0 : DRAWING) + cellWidth(cell.line));
    const wraps = column.align === 'left' && cells.every((cell) => cell.svg === undefined);
    const widest = Math.max(0, ...words) * (wraps ? 0.6 : 1);
    return sum + Math.max(textWidth(column.head, HEAD_SIZE, true), widest) + GAP;
  }, 0);
  return width <= ROOM;
}

/** With room for the mark of a direction. */
function cellWidth(line: Line): number {
  const marks = line.some((run) => run.kind === 'figure' && run.tone !== undefined && run.tone !== 'flat');
  return textWidth(line.map((run) => run.text).join(''), SIZE) + (marks ? 9 : 0);
}
