import { lookWidth } from './look-width.ts';

/** A word with the blanks behind it; a Chinese character with the marks that close after it; what opens stays with what follows. */
const PIECES =
  /[“‘（《「【(]*(?:\p{Script=Han}|[^\s\p{Script=Han}，。、；：！？）》」】”’“‘（《「【]+|.)[，。、；：！？）》」】”’)]*\s*/gu;
/** Between a number and its unit no line breaks: there stands a letter meanwhile. */
const TIGHT = /\u202f/g;
const TIED = '\ue000';

/** The text in lines of at most `columns`, broken at blanks and between Chinese characters. */
export function wrappedText(text: string, columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.replace(TIGHT, TIED).match(PIECES) ?? []) {
    if (line !== '' && lookWidth((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()].join('\n').replaceAll(TIED, ' ');
}
