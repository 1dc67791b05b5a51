import type { Brief, Line } from '../model/brief.ts';
import { OVERVIEW } from '../model/notes.ts';
import { unlinked } from './analyst.ts';
import type { LetterComment } from './letter.ts';
import { lookWidth } from './look-width.ts';

/** Columns of an opening that a letter has room for; the rest is in the brief. */
const MOST_COLUMNS = 900;

/** The first paragraphs of what a person says of the week, whole ones; nothing where not even the first has room. */
export function letterComment(brief: Brief): { comment?: LetterComment } {
  const [note] = brief.sections
    .filter(({ id }) => id === OVERVIEW)
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'analyst' ? [block] : [])));
  if (note === undefined) return {};
  const lines: Line[] = [];
  let columns = 0;
  for (const block of note.blocks) {
    if (block.kind !== 'text') break;
    columns += lookWidth(block.line.map(({ text }) => text).join(''));
    if (columns > MOST_COLUMNS) break;
    lines.push(unlinked(block.line));
  }
  return lines.length === 0 ? {} : { comment: { label: note.label, lines } };
}
