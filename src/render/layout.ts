import type { Block, ChartBlock, Line } from '../model/brief.ts';

/** A row of the page: a block as it is, charts that stand in one row, or words with a chart at their side. */
export type LaidBlock =
  | Exclude<Block, { kind: 'charts' }>
  | { readonly kind: 'charts'; readonly charts: readonly ChartBlock[]; readonly across: number }
  | { readonly kind: 'beside'; readonly blocks: readonly Block[]; readonly chart: ChartBlock };

const WORDS: ReadonlySet<Block['kind']> = new Set(['paragraph', 'points', 'box', 'note']);

/**
 * Puts charts in rows of equal widths. Where halves come in an odd number the words before them take the
 * free half, so that no row has a hole.
 */
export function layOut(blocks: readonly Block[]): LaidBlock[] {
  const laid: LaidBlock[] = [];
  let words: Block[] = [];
  const flush = (): void => {
    for (const block of words) if (block.kind !== 'charts') laid.push(block);
    words = [];
  };
  for (const block of blocks) {
    if (WORDS.has(block.kind)) {
      words.push(block);
      continue;
    }
    if (block.kind !== 'charts') {
      flush();
      laid.push(block);
      continue;
    }
    const [first, ...others] = block.charts;
    const odd = block.charts.length % 2 === 1 && block.charts.every((chart) => chart.width === 'half');
    if (first !== undefined && odd && words.length > 0) {
      laid.push({ kind: 'beside', blocks: words, chart: first });
      words = [];
      laid.push(...rows(others));
    } else {
      flush();
      laid.push(...rows(block.charts));
    }
  }
  flush();
  return laid;
}

const ACROSS: Readonly<Record<ChartBlock['width'], number>> = { full: 1, half: 2, third: 3 };

function rows(charts: readonly ChartBlock[]): LaidBlock[] {
  const found: LaidBlock[] = [];
  let row: ChartBlock[] = [];
  const close = (): void => {
    const [first] = row;
    if (first !== undefined) found.push({ kind: 'charts', charts: row, across: ACROSS[first.width] });
    row = [];
  };
  for (const chart of charts) {
    const [first] = row;
    if (first !== undefined && (first.width !== chart.width || row.length === ACROSS[chart.width])) close();
    row.push(chart);
  }
  close();
  return found;
}

/** Characters a reader sees, Chinese ones counted double as they are twice as wide. */
export function lineLength(line: Line): number {
  let length = 0;
  for (const run of line) for (const character of run.text) length += character > '\u2e7f' ? 2 : 1;
  return length;
}
