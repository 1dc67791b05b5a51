import type { ProblemList } from './problem-list.ts';

/** Shows nothing, and comes with what is copied from elsewhere: taken out unsaid. */
const UNSEEN = /[\u00ad\u200b\u200c\u2060\ufeff]/g;
/** Controls, marks that turn the writing round, line ends of other kinds, and what is no character. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu;

/** The text as it is read: line ends LF, nothing unseen. Two copies of one note are the same bytes. */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, '');
}

/** The text without what may not be printed, and a problem for each of it. */
export function cleaned(text: string, label: string, problems: ProblemList): string {
  const lines = text.split('\n').map((line, at) =>
    line.replace(FORBIDDEN, (character, index: number) => {
      if (character === '\t') return '    ';
      problems.add(() => {
        const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
        return {
          code: 'E_NOTE_CHARACTER',
          where: `${label}:${at + 1}:${index + 1}`,
          message: `U+${code} cannot be printed. Expected plain text; remove the character.`,
        };
      });
      return '?';
    }),
  );
  return lines.join('\n');
}
