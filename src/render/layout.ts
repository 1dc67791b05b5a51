import type { Block, ChartBlock, Section } from '../model/brief.ts';
import { lineLength, noteLength } from './line-length.ts';
import { fitsBeside } from './table-width.ts';

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

/** A person's words up to which they can stand beside a chart with the others. */
const SHORT_NOTE = 600;

function areWords(block: Block): boolean {
  return WORDS.has(block.kind) || (block.kind === 'analyst' && noteLength(block) <= SHORT_NOTE);
}

/** A long note lets the charts before it that would otherwise stand beside the words above it. */
function inTurn(blocks: readonly Block[]): Block[] {
  const turned = [...blocks];
  for (const [at, block] of blocks.entries()) {
    const next = blocks[at + 1];
    if (block.kind !== 'analyst' || areWords(block) || next?.kind !== 'charts') continue;
    turned.splice(at, 2, next, block);
  }
  return turned;
}

/**
 * Puts charts in rows of equal heights without holes. Charts that no row can take stand beside the words that come
 * before them, which would otherwise run over the whole measure.
 */
export function layOut(blocks: readonly Block[]): LaidBlock[] {
  const ordered = inTurn(blocks);
  const laid: LaidBlock[] = [];
  let taken: Block | undefined;
  let words: Block[] = [];
  const flush = (): void => {
    for (const block of words) if (block.kind !== 'charts') laid.push(block);
    words = [];
  };
  for (const [at, block] of ordered.entries()) {
    if (block === taken) continue;
    if (areWords(block)) words.push(block);
    else if (block.kind === 'charts') {
      const { rows, rest } = rowsOf(block.charts);
      if (rest !== undefined && words.length > 0) {
        const next = ordered[at + 1];
        // A lone third beside a sentence leaves a hole that a small table fills.
        if (isLoneThird(rest) && rows.length === 0 && next?.kind === 'table' && fitsBeside(next))
          taken = next;
        const beside = taken === next && next !== undefined ? [...words, next] : words;
        laid.push({ kind: 'beside', words: beside, row: rest }, ...rows);
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

/** Blocks of a part that shares the measure with others: one under the other. */
export function stacked(blocks: readonly Block[]): LaidBlock[] {
  return blocks.map((block) =>
    block.kind === 'charts' ? { kind: 'charts', shape: 'one', charts: block.charts } : block,
  );
}

function isLoneThird(row: ChartRow): boolean {
  return row.shape === 'thirds' && row.charts.length === 1;
}

/**
 * Parts of a page that stand one under the other, or several abreast: metals of a sentence and one chart each, as
 * many as their charts' width allows.
 */
export function abreast(sections: readonly Section[]): Section[][] {
  const rows: Section[][] = [];
  for (let at = 0; at < sections.length; ) {
    const width = lonelyWidth(sections[at]);
    const count = width === 'half' ? 2 : width === 'third' ? 3 : 1;
    const row = sections.slice(at, at + count);
    const whole = row.length === count && row.every((section) => lonelyWidth(section) === width);
    rows.push(whole ? row : row.slice(0, 1));
    at += whole ? count : 1;
  }
  return rows;
}

/** Words up to which a part is narrow enough to stand beside another. */
const FEW_WORDS = 330;

/** Width of the only chart of a part that has nothing else but a few words. */
function lonelyWidth(section: Section | undefined): ChartBlock['width'] | undefined {
  if (section === undefined || section.level !== 2) return undefined;
  const charts = section.blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : []));
  const words = section.blocks.filter((block) => block.kind === 'paragraph' || block.kind === 'note');
  const only = charts.length === 1 && words.length + 1 === section.blocks.length;
  const length = words.reduce((sum, block) => sum + ('line' in block ? lineLength(block.line) : 0), 0);
  return only && length <= FEW_WORDS ? charts[0]?.width : undefined;
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
