import { type Problem, quoted } from '../errors.ts';

/** What of a template's text is not for eyes: where it begins, and what ends it. */
const UNSEEN: readonly (readonly [begin: string, end: string])[] = [
  ['{{', '}}'],
  ['<!--', '-->'],
  ['<', '>'],
];
/** What runs, leads away or asks for something when the page is opened. */
const ACTIVE =
  /<(?:script|iframe|object|embed|base|link|form)\b|\bjavascript:|<[a-z][^<>]{0,500}\son[a-z]+\s*=/gi;
/** Of that what pages of the server do: what they load is theirs, and their policy stops all else. */
const OF_PAGES = /^<(?:form|iframe|link)$/i;
/** Only from a file of ours: nothing is run that stands in a page. */
const SCRIPT_OF_OURS = /^<script src="\{\{[\w.]+\}\}" defer><\/script>/;

/** People are shown twenty lines at most. */
const MOST_TOLD = 21;

/**
 * What a template's own HTML may not hold: numbers without a source, and anything that does something. `isPage`: pages
 * of the server ask for something, and may.
 */
export function markupProblems(where: string, text: string, isPage = false): Problem[] {
  return [...activeProblems(where, text, isPage), ...bareDigits(where, text)];
}

/** A style sheet may not end the element it is put into. */
export function sheetProblems(where: string, text: string): Problem[] {
  const at = text.search(/<\/style/i);
  if (at < 0) return [];
  const message = 'a style sheet may not hold "</style". Expected CSS alone; HTML goes into a template.';
  return [{ code: 'E_TPL_RAW', where: `${where}:${lineAt(text, at)}`, message }];
}

function activeProblems(where: string, text: string, isPage: boolean): Problem[] {
  const active = [...text.matchAll(ACTIVE)].filter(
    ({ 0: found, index }) =>
      !(isPage && (OF_PAGES.test(found) || SCRIPT_OF_OURS.test(text.slice(index, index + 100)))),
  );
  return active.slice(0, MOST_TOLD).map(({ 0: found, index }) => {
    const message = `${quoted(found)} is not allowed: a brief is read without script and loads nothing. Write plain HTML.`;
    return { code: 'E_TPL_ACTIVE', where: `${where}:${lineAt(text, index)}`, message };
  });
}

/** Numbers are figures: a digit typed into a template would have no source. */
function bareDigits(where: string, text: string): Problem[] {
  return seenOf(text)
    .split('\n')
    .flatMap((line, at) => {
      const digit = /\d+/.exec(line);
      if (digit === null) return [];
      const message = `the number ${digit[0]} is typed into the template. Numbers come from figures of the brief.`;
      return [{ code: 'E_TPL_DIGIT', where: `${where}:${at + 1}`, message }];
    });
}

/** The text with all else blanked, line by line as before. In one pass: a pattern would look ahead at every "<". */
function seenOf(text: string): string {
  const without = new Set<string>();
  let seen = '';
  let at = 0;
  for (const { 0: mark, index } of text.matchAll(/\{\{|<!--|</g)) {
    if (index < at) continue;
    const end = UNSEEN.find(([begin]) => begin === mark)?.[1] ?? '>';
    const closing = without.has(end) ? -1 : text.indexOf(end, index + mark.length);
    // What is never closed is text, here and at every later place.
    if (closing < 0) without.add(end);
    else {
      seen += text.slice(at, index) + text.slice(index, closing + end.length).replace(/[^\n]/g, ' ');
      at = closing + end.length;
    }
  }
  return seen + text.slice(at);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
