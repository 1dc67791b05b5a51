import type { NoteBlock } from '../model/notes.ts';
import { type Line, piecesOf, type Reader } from './inline.ts';
import { DEEPEST, type Token } from './markdown.ts';

type Block = NoteBlock<Line>;

/** Blocks of Markdown from a stretch of tokens, and what in them is not as notes are. */
export function blocksOf(tokens: readonly Token[], reader: Reader): Block[] {
  return readBlocks({ tokens, at: 0, line: 0, reader }, undefined);
}

interface Reading {
  readonly tokens: readonly Token[];
  readonly reader: Reader;
  at: number;
  /** Of the last token that says where it stands. */
  line: number;
}

/** Everything up to the token of type `end`, or to the end. */
function readBlocks(reading: Reading, end: string | undefined): Block[] {
  const blocks: Block[] = [];
  for (;;) {
    const token = next(reading);
    if (token === undefined || token.type === end) return blocks;
    for (const block of readBlock(token, reading)) blocks.push(block);
  }
}

function next(reading: Reading): Token | undefined {
  const token = reading.tokens[reading.at];
  reading.at += 1;
  if (token?.map) reading.line = token.map[0];
  return token;
}

function readBlock(token: Token, reading: Reading): Block[] {
  const { line } = reading;
  if (token.level > DEEPEST) {
    if (token.nesting === 1 || token.type === 'inline') tooDeep(reading, line);
    return [];
  }
  switch (token.type) {
    case 'inline':
      return textsOf(token, line, reading);
    case 'heading_open':
      return [{ kind: 'subheading', line: lineOf(next(reading), reading, 'a heading') }];
    case 'bullet_list_open':
      return [{ kind: 'list', items: itemsOf(reading, 'bullet_list_close') }];
    case 'ordered_list_open':
      return [
        {
          kind: 'list',
          start: Math.min(Number(token.attrGet('start') ?? 1), 9999),
          items: itemsOf(reading, 'ordered_list_close'),
        },
      ];
    case 'blockquote_open':
      return [{ kind: 'quote', blocks: readBlocks(reading, 'blockquote_close') }];
    case 'table_open':
      return [gridOf(reading)];
    default:
      // Opening and closing of paragraphs and headings; a rule between them says nothing.
      return [];
  }
}

/** Told once for each place: what lies deeper is told with it. */
function tooDeep({ reader }: Reading, line: number): void {
  reader.report(
    'E_NOTE_DEEP',
    line,
    '',
    'lists and quotations nested too deeply. Expected two or three levels; take some of them away.',
  );
}

function textsOf(inline: Token, line: number, reading: Reading): Block[] {
  return piecesOf(inline, line, reading.reader).map((piece): Block => {
    return 'kind' in piece ? piece : { kind: 'text', line: piece };
  });
}

/** A line that may hold words alone. */
function lineOf(inline: Token | undefined, reading: Reading, where: string): Line {
  if (inline === undefined) return [];
  const { line } = reading;
  return piecesOf(inline, line, reading.reader).flatMap((piece) => {
    if (!('kind' in piece)) return piece;
    const message = `a picture in ${where}. Expected words there; put the picture into a paragraph of its own.`;
    reading.reader.report('E_NOTE_IMAGE', line, '![', message);
    return [];
  });
}

function itemsOf(reading: Reading, end: string): Block[][] {
  const items: Block[][] = [];
  for (;;) {
    const token = next(reading);
    if (token === undefined || token.type === end) return items;
    if (token.type === 'list_item_open') items.push(readBlocks(reading, 'list_item_close'));
  }
}

function gridOf(reading: Reading): Block {
  const columns: Array<Extract<Block, { kind: 'grid' }>['columns'][number]> = [];
  const rows: Line[][] = [];
  for (;;) {
    const token = next(reading);
    if (token === undefined || token.type === 'table_close') return { kind: 'grid', columns, rows };
    if (token.type === 'tr_open' && columns.length > 0) {
      rows.push([]);
      if (cellsIn(reading.reader.source(reading.line)) > columns.length) tooWide(reading, columns.length);
    }
    if (token.type !== 'th_open' && token.type !== 'td_open') continue;
    const cell = lineOf(next(reading), reading, 'a table');
    if (token.type === 'th_open') columns.push({ head: cell, align: alignOf(token) });
    else rows.at(-1)?.push(cell);
  }
}

/** As Markdown splits a row: what has no head would be left out. */
function cellsIn(row: string): number {
  return row
    .trimEnd()
    .replace(/^[\s>]*\|?|\|$/g, '')
    .split(/(?<!\\)\|/).length;
}

function tooWide({ reader, line }: Reading, columns: number): void {
  reader.report(
    'E_NOTE_TABLE',
    line,
    '',
    `a row of more than the ${columns} cells that the table's head has. Expected as many; write \\| for a bar within a cell.`,
  );
}

function alignOf(token: Token): 'left' | 'right' | 'center' {
  const style = String(token.attrGet('style') ?? '');
  return style.endsWith('right') ? 'right' : style.endsWith('center') ? 'center' : 'left';
}
