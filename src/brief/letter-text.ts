import type { Cell, Line } from '../model/brief.ts';
import type { Language } from '../model/language.ts';
import type { Piece } from '../model/letter.ts';
import type { LetterComment, LetterDraft, LetterTable } from './letter.ts';
import { marked } from './letter-subject.ts';
import { lookWidth } from './look-width.ts';
import { wrappedText } from './wrapped-text.ts';

/** Columns of the text part: quoted once by a reader's answer it still fits in 78. */
const TEXT_COLUMNS = 76;
const NAME_COLUMNS = 34;
const GAP = '  ';
const MARK = '†';

/** The letter for those who read plain text, from the same draft: composed, not stripped. */
export function letterText(draft: Omit<LetterDraft, 'text' | 'printed'>, language: Language): Piece[] {
  const { head, words, movers, charts } = draft;
  const rule = '─'.repeat(8);
  return [
    piece(`${head.sender} · ${head.title}\n${wrapped(draft.dateline)}\n\n`),
    ...(draft.correction === undefined
      ? []
      : [{ text: `${wrappedText(draft.correction, TEXT_COLUMNS)}\n\n`, when: 'correction' }]),
    piece(`${wrapped(draft.headline)}\n${draft.byline === undefined ? '' : `${wrapped(draft.byline)}\n`}\n`),
    ...(draft.comment === undefined ? [] : [piece(commentText(draft.comment))]),
    { text: `${words.online}${words.colon.trimEnd()}\n@@online@@\n\n`, when: 'online' },
    { text: `${words.attached}\n\n`, when: 'pdf' },
    piece(`${heading(words.points, language)}\n\n`),
    ...draft.points.map(({ line, metal }) => piece(`${bullet(marked(line))}\n\n`, metal)),
    ...(draft.warning === undefined ? [] : [piece(`${wrappedText(draft.warning, TEXT_COLUMNS)}\n\n`)]),
    ...(movers === undefined ? [] : moversText(movers, words.movers, language)),
    ...(charts.length === 0 ? [] : [piece(`${heading(words.charts, language)}\n\n`)]),
    ...charts.map((chart) => piece(`${bullet(marked(chart.title))}\n`)),
    piece(
      `${charts.length === 0 ? '' : '\n'}${heading(words.data, language)}\n\n${wrapped(draft.dataLine)}\n`,
    ),
    ...draft.notes.map((note) => piece(`${bullet(marked(note))}\n`)),
    piece(`\n${rule}\n${wrappedText(words.why, TEXT_COLUMNS)}\n`),
    { text: `${words.unsubscribe}${words.colon.trimEnd()}\n@@unsubscribe@@\n`, when: 'unsubscribe' },
    { text: `${wrappedText(words.unsubscribeMail, TEXT_COLUMNS)}\n`, when: 'unsubscribe-mail' },
    { text: `${words.preferences}${words.colon.trimEnd()}\n@@preferences@@\n`, when: 'preferences' },
    piece(
      `\n${wrappedText(words.proof, TEXT_COLUMNS)}\n${words.edition}${words.colon.trimEnd()}\n@@manifest@@\n\n${wrappedText(words.disclaimer, TEXT_COLUMNS)}\n`,
    ),
  ];
}

/** A bar at the side marks a person's words here too. */
function commentText({ label, lines }: LetterComment): string {
  return [label, ...lines]
    .map((line) => `${wrappedText(marked(line), TEXT_COLUMNS - 2).replace(/^/gm, '| ')}\n`)
    .join('|\n')
    .concat('\n');
}

function piece(text: string, metal?: string): Piece {
  return metal === undefined ? { text } : { text, when: `metal.${metal}` };
}

function wrapped(line: Line): string {
  return wrappedText(marked(line), TEXT_COLUMNS);
}

function heading(words: string, language: Language): string {
  return language === 'en' ? words.toUpperCase() : `【${words}】`;
}

function bullet(text: string): string {
  return `- ${wrappedText(text, TEXT_COLUMNS - 2).replace(/\n/g, '\n  ')}`;
}

/** Aligned by what each character takes, names left, numbers right. */
function moversText(movers: LetterTable, title: string, language: Language): Piece[] {
  const marks = movers.columns.map((_, at) =>
    movers.rows.some(({ cells }) => textOf(cells[at]).endsWith(MARK)),
  );
  // Marks hang over the edge on which the numbers stand.
  const rows = movers.rows.map(({ metal, cells }) => ({
    metal,
    texts: cells.map((cell, at) => textOf(cell) + (marks[at] && !textOf(cell).endsWith(MARK) ? ' ' : '')),
  }));
  const heads = movers.columns.map(({ head }) => head);
  const widths = heads.map((head, at) =>
    Math.max(lookWidth(head), ...rows.map(({ texts }) => lookWidth(texts[at] ?? ''))),
  );
  const sized = widths.map((width, at) => (at === 0 ? Math.min(width, NAME_COLUMNS) : width));
  const lineOf = (texts: readonly string[]): string => {
    const cells = texts.map((text, at) =>
      padded(text, sized[at] ?? 0, movers.columns[at]?.align === 'right'),
    );
    const [first = '', ...rest] = cells;
    // A name too long for its column has a line of its own.
    const lead = lookWidth(first) > (sized[0] ?? 0) ? `${first}\n${' '.repeat(sized[0] ?? 0)}` : first;
    return [lead, ...rest].join(GAP).trimEnd();
  };
  return [
    piece(`${heading(title, language)}\n${wrappedText(movers.caption, TEXT_COLUMNS)}\n\n${lineOf(heads)}\n`),
    ...rows.map(({ metal, texts }) => piece(`${lineOf(texts)}\n`, metal)),
    piece('\n'),
  ];
}

function textOf(cell: Cell | undefined): string {
  return marked(cell?.line ?? []).replace(/\u202f/g, ' ');
}

function padded(text: string, width: number, right: boolean): string {
  const room = ' '.repeat(Math.max(0, width - lookWidth(text)));
  return right ? room + text : text + room;
}
