import type { Problem } from '../errors.ts';
import { inOrder } from './in-order.ts';

/** Nobody mends more at a time: what comes after them is counted. */
const MOST_PROBLEMS = 100;

/** What is wrong with a note: in full what was found first, of the rest only how much it is. */
export interface ProblemList {
  /** `what` is asked where it will be told: to say it well may take its time. */
  add(what: () => Problem): void;
  /** By line and column, each once. */
  told(): Problem[];
}

/** `end`: where the rest is told, behind all others. */
export function problemList(end: string): ProblemList {
  const first: Problem[] = [];
  let more = 0;
  return {
    add: (what) => {
      if (first.length < MOST_PROBLEMS) first.push(what());
      else more += 1;
    },
    told: () => (more === 0 ? inOrder(first) : [...inOrder(first), moreOf(more, end)]),
  };
}

function moreOf(more: number, where: string): Problem {
  const message = `and ${more.toLocaleString('en-US')} more problems. Mend those above first.`;
  return { code: 'E_NOTE_MORE', where, message };
}
