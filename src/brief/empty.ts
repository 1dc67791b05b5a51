import { line } from '../language/index.ts';
import type { Block } from '../model/brief.ts';
import type { Context } from './context.ts';

/** A section never vanishes: one none of whose series ever had a value says so. */
export function emptyNote(context: Context): Block {
  return { kind: 'note', line: line`${context.say.overview.emptySection}` };
}
