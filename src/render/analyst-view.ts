import type { Block, Line } from '../model/brief.ts';
import type { NoteBlock, NoteImage } from '../model/notes.ts';
import { noteLength } from './line-length.ts';
import { plainLine } from './line-view.ts';
import type { View } from './view.ts';

type Analyst = Extract<Block, { kind: 'analyst' }>;

/** Latin characters after which a note is set in two columns on paper. */
const LONG_NOTE = 500;

/** A person's words as templates see them: blocks in blocks, each naming its template. */
export function analystView(block: Analyst, images: readonly NoteImage[]): View {
  return {
    template: 'partials/analyst',
    id: block.id,
    label: plainLine(block.label),
    long: noteLength(block) > LONG_NOTE,
    blocks: block.blocks.map((one) => noteView(one, images)),
  };
}

function noteView(block: NoteBlock<Line>, images: readonly NoteImage[]): View {
  const all = (blocks: ReadonlyArray<NoteBlock<Line>>): View[] => blocks.map((one) => noteView(one, images));
  switch (block.kind) {
    case 'text':
    case 'subheading':
      return { template: `partials/note-${block.kind}`, line: plainLine(block.line) };
    case 'list':
      return {
        template: 'partials/note-list',
        start: block.start === undefined ? false : String(block.start),
        items: block.items.map((item) => ({ blocks: all(item) })),
      };
    case 'quote':
      return { template: 'partials/note-quote', blocks: all(block.blocks) };
    case 'grid':
      return {
        template: 'partials/note-grid',
        columns: block.columns.map(({ head, align }) => ({ line: plainLine(head), align })),
        rows: block.rows.map((row) => ({
          cells: row.map((cell, at) => ({
            line: plainLine(cell),
            align: block.columns[at]?.align ?? 'left',
          })),
        })),
      };
    case 'image': {
      const image = images.find(({ file }) => file === block.file);
      if (image === undefined)
        return noteView({ kind: 'text', line: [{ kind: 'words', text: block.alt }] }, images);
      return {
        template: 'partials/note-image',
        source: `data:${image.type};base64,${image.data}`,
        width: image.width,
        height: image.height,
        alt: block.alt,
        caption: block.caption,
      };
    }
  }
}
