import type { Block, Line } from '../model/brief.ts';
import type { NoteBlock } from '../model/notes.ts';

/** Characters a reader sees, Chinese ones counted double as they are twice as wide. */
export function lineLength(line: Line): number {
  let length = 0;
  for (const run of line) for (const character of run.text) length += character > '\u2e7f' ? 2 : 1;
  return length;
}

/** What is no text takes as much room as so many of them. */
const PICTURE = 500;

/** The same of a person's words. */
export function noteLength({ blocks }: Extract<Block, { kind: 'analyst' }>): number {
  return blocks.reduce((sum, block) => sum + lengthOf(block), 0);
}

function lengthOf(block: NoteBlock<Line>): number {
  switch (block.kind) {
    case 'text':
    case 'subheading':
      return lineLength(block.line);
    case 'list':
      return block.items.flat().reduce((sum, one) => sum + lengthOf(one), 0);
    case 'quote':
      return block.blocks.reduce((sum, one) => sum + lengthOf(one), 0);
    case 'grid':
    case 'image':
      return PICTURE;
  }
}
