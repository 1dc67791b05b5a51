import type { Block, ChartBlock, Line } from '../model/brief.ts';

/**
 * Charts that stand in one row, equally high: `halves` two of half the measure, `thirds` up to three of a third,
 * `mixed` a half and a third widened alike to fill it, `one` alone.
 */
export type RowShape = 'one' | 'halves' | 'thirds' | 'mixed';

export interface ChartRow {
  readonly kind: 'charts';
  readonly shape: RowShape;
  readonly charts: readonly ChartBlock[];
}

/** A row of the page: a block as it is, a row of charts, or words with the charts at their side. */
export type LaidBlock =
  | Exclude<Block, { kind: 'charts' }>
  | ChartRow
  | { readonly kind: 'beside'; readonly words: readonly Block[]; readonly row: ChartRow };

const WORDS: ReadonlySet<Block['kind']> = new Set(['paragraph', 'points', 'box', 'note']);

/**
 * Puts charts in rows of equal heights without holes. Charts that no row can take stand beside the words that come
 * before them, which would otherwise run over the whole measure.
 */
export function layOut(blocks: readonly Block[]): LaidBlock[] {
  const laid: LaidBlock[] = [];
  let words: Block[] = [];
  const flush = (): void => {
    for (const block of words) if (block.kind !== 'charts') laid.push(block);
    words = [];
  };
  for (const block of blocks) {
    if (WORDS.has(block.kind)) words.push(block);
    else if (block.kind === 'charts') {
      const { rows, rest } = rowsOf(block.charts);
      if (rest !== undefined && words.length > 0) {
        laid.push({ kind: 'beside', words, row: rest }, ...rows);
        words = [];
      } else {
        flush();
        laid.push(...rows, ...(rest === undefined ? [] : [rest]));
      }
    } else {
      flush();
      laid.push(block);
    }
  }
  flush();
  return laid;
}

/** Full rows in the order of their first chart; `rest` is what fills none. */
function rowsOf(charts: readonly ChartBlock[]): { rows: ChartRow[]; rest?: ChartRow } {
  const of = (width: ChartBlock['width']): ChartBlock[] => charts.filter((chart) => chart.width === width);
  const halves = of('half');
  const thirds = of('third');
  const rows = of('full').map((chart): ChartRow => ({ kind: 'charts', shape: 'one', charts: [chart] }));
  let spareHalves = halves.length % 2;
  const spareThirds = thirds.length % 3;
  // Two spare thirds and a pair of halves make two mixed rows.
  if (spareThirds === 2 && spareHalves === 0 && halves.length >= 2) spareHalves = 2;
  const mixed = Math.min(spareHalves, spareThirds);
  for (let at = 0; at < mixed; at += 1) {
    const half = halves.pop();
    const third = thirds.pop();
    if (half !== undefined && third !== undefined)
      rows.push({ kind: 'charts', shape: 'mixed', charts: [half, third] });
  }
  rows.push(...inRows(halves, 2, 'halves'), ...inRows(thirds, 3, 'thirds'));
  const rest = rows.find((row) => isShort(row));
  const first = (row: ChartRow): number => Math.min(...row.charts.map((chart) => charts.indexOf(chart)));
  const whole = rows.filter((row) => row !== rest).sort((a, b) => first(a) - first(b));
  return rest === undefined ? { rows: whole } : { rows: whole, rest };
}

function inRows(charts: readonly ChartBlock[], size: number, shape: RowShape): ChartRow[] {
  return Array.from({ length: Math.ceil(charts.length / size) }, (_, at) => ({
    kind: 'charts' as const,
    shape,
    // The short row comes first: the words before it can take its free place.
    charts: charts.slice(Math.max(0, charts.length - (at + 1) * size), charts.length - at * size),
  })).reverse();
}

function isShort(row: ChartRow): boolean {
  return (
    (row.shape === 'halves' && row.charts.length < 2) || (row.shape === 'thirds' && row.charts.length < 3)
  );
}

/** Characters a reader sees, Chinese ones counted double as they are twice as wide. */
export function lineLength(line: Line): number {
  let length = 0;
  for (const run of line) for (const character of run.text) length += character > '\u2e7f' ? 2 : 1;
  return length;
}
