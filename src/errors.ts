import type { Finding } from './model/finding.ts';

/** sysexits(3), as `reference` of the command line. */
export const EXIT = {
  usage: 64,
  data: 65,
  missing: 66,
  unavailable: 69,
  cannotCreate: 73,
  io: 74,
  temporary: 75,
  permission: 77,
  config: 78,
} as const;
export type ExitName = keyof typeof EXIT;

/** One thing that is wrong: `CODE where: what. Expected. What to do.` on one line. */
export interface Problem {
  readonly code: string;
  readonly where: string;
  readonly message: string;
}

/** This run cannot go on. Carries every problem found, not only the first; `cause` is for the log. */
export class AssayError extends Error {
  readonly exit: ExitName;
  readonly problems: readonly Problem[];

  constructor(exit: ExitName, problems: Problem | readonly Problem[], options?: { cause?: unknown }) {
    const list = 'code' in problems ? [problems] : problems;
    super(list.map(problemLine).join('\n'), options);
    this.name = 'AssayError';
    this.exit = exit;
    this.problems = list;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** A message is one line, whatever the name of a file holds. */
export function oneLine(text: string): string {
  return text.replace(CONTROL, (character) =>
    // The one that JSON leaves as it is.
    character === '\u007f' ? '\\u007f' : JSON.stringify(character).slice(1, -1),
  );
}

export function problemLine(problem: Problem | Finding): string {
  const where = oneLine(problem.where);
  return where === '' ? `${problem.code} ${problem.message}` : `${problem.code} ${where}: ${problem.message}`;
}

const MOST_SHOWN = 20;

/** What people see: at most 20 lines, then "…and N more". */
export function problemLines(problems: readonly (Problem | Finding)[]): string[] {
  const lines = problems.slice(0, MOST_SHOWN).map(problemLine);
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `…and ${more} more`] : lines;
}

/** `1 row`, `12,345 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A value quoted for a message: cut to 60 characters, control characters escaped. */
export function quoted(value: string): string {
  const characters = [...value];
  const cut = characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : value;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
