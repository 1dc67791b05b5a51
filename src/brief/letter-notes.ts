import { lineOf } from '../language/index.ts';
import type { Line } from '../model/brief.ts';
import type { Context } from './context.ts';
import { dataNotes } from './data-notes.ts';

/** Lines of data notes in the letter; the brief has the others. */
const MOST_NOTES = 5;

/** What the checks found and the desk decided, as the brief has it: the first few. */
export function letterNotes(context: Context): Line[] {
  const { say } = context;
  const { withheld, answered, findings, unusual } = say.notes.labels;
  const blocks = dataNotes(context).blocks;
  const all = [withheld, answered, findings, unusual].flatMap((label) =>
    blocks.flatMap((block) => (block.kind === 'points' && block.title === label ? [...block.lines] : [])),
  );
  return all.length <= MOST_NOTES ? all : [...all.slice(0, MOST_NOTES), lineOf([say.letter.moreNotes])];
}
