import { name, plainText } from '../language/index.ts';
import type { Brief, Cell, Column, Line } from '../model/brief.ts';
import { METAL_GROUPS } from '../model/catalog.ts';
import type { PrintedFigure } from '../model/figure.ts';
import type { Letter, Piece } from '../model/letter.ts';
import type { Charts } from './charts.ts';
import { type Context, metalsOf } from './context.ts';
import { pointsOf } from './cover.ts';
import { type LetterChart, letterCharts } from './letter-charts.ts';
import { letterComment } from './letter-comment.ts';
import { letterMovers } from './letter-movers.ts';
import { letterNotes } from './letter-notes.ts';
import { preheaderOf, subjectsOf } from './letter-subject.ts';
import { letterText } from './letter-text.ts';
import { figuresOfLines } from './printed.ts';

export type { LetterChart } from './letter-charts.ts';

/** A stretch of the letter that a reader who chose metals gets only with its metal; without one, everybody does. */
export interface Told {
  readonly metal?: string;
}

export interface LetterPoint extends Told {
  readonly line: Line;
}

export interface LetterComment {
  readonly label: Line;
  readonly lines: readonly Line[];
}

export interface LetterTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: ReadonlyArray<Told & { readonly cells: readonly Cell[] }>;
}

/** What the letter of an edition says in one language, before it is laid out. */
export interface LetterDraft {
  /** Everything of `email.json` but its pictures, which are not drawn yet, and its text. */
  readonly head: Omit<Letter, 'pictures' | 'text'>;
  readonly dateline: Line;
  readonly issue?: Line;
  readonly headline: Line;
  /** Under a headline that a person wrote: who. */
  readonly byline?: Line;
  /** What a person says of the week, or as much of it as a letter has room for. */
  readonly comment?: LetterComment;
  /** Said to those who got the edition that this one replaces; only a correction has it. */
  readonly correction?: string;
  readonly points: readonly LetterPoint[];
  /** What the dagger means, where the letter has any. */
  readonly warning?: string;
  readonly movers?: LetterTable;
  readonly charts: readonly LetterChart[];
  readonly dataLine: Line;
  readonly notes: readonly Line[];
  /** Headings and the words of the foot. */
  readonly words: Readonly<Record<LetterWord, string>>;
  readonly text: readonly Piece[];
  /** Every figure it prints. */
  readonly printed: readonly PrintedFigure[];
}

export type LetterWord =
  | 'points'
  | 'movers'
  | 'charts'
  | 'data'
  | 'online'
  | 'attached'
  | 'why'
  | 'unsubscribe'
  | 'unsubscribeMail'
  | 'preferences'
  | 'colon'
  | 'proof'
  | 'edition'
  | 'disclaimer';

/** The week as one mail, from what the brief says. */
export function letterOf(brief: Brief, charts: Charts, context: Context): LetterDraft {
  const { desk } = context.snapshot;
  const { language, say } = context;
  const { edition, week, cover } = brief;
  const [sender, title] = [desk.name[language], desk.title[language]];
  const movers = letterMovers(charts, context);
  const draft = {
    head: {
      schema: 1 as const,
      edition,
      week,
      language,
      title,
      sender,
      ...subjectsOf(title, context),
      preheader: preheaderOf(context),
      attachment: `${fileName(title)} ${edition}.pdf`,
      groups: groupsOf(context),
    },
    dateline: cover.dateline,
    ...(cover.issue === undefined ? {} : { issue: cover.issue }),
    headline: cover.headline,
    ...(cover.byline === undefined ? {} : { byline: cover.byline }),
    ...letterComment(brief),
    ...(edition === week ? {} : { correction: say.letter.correction }),
    points: pointsFor(context),
    ...(brief.illustrative ? { warning: say.letter.illustrative } : {}),
    ...(movers === undefined ? {} : { movers }),
    charts: letterCharts(charts, context),
    dataLine: cover.dataLine,
    notes: letterNotes(context),
    words: wordsOf(sender, title, edition, context),
  };
  return {
    ...draft,
    text: letterText(draft, language),
    printed: figuresOfLines(linesOf(draft), language, context.figures),
  };
}

type Untexted = Omit<LetterDraft, 'text' | 'printed'>;

/** The first point tells what the headline does, so nobody's letter is without one. */
function pointsFor(context: Context): LetterPoint[] {
  const macro = new Set(metalsOf('macro', context).map(({ metal }) => metal));
  return pointsOf(context).map(({ line, series: { metal } }, at) =>
    at === 0 || macro.has(metal) ? { line } : { line, metal },
  );
}

function linesOf({
  dateline,
  issue = [],
  headline,
  byline = [],
  comment,
  points,
  movers,
  charts,
  dataLine,
  notes,
}: Untexted): Line[] {
  return [
    dateline,
    issue,
    headline,
    byline,
    ...(comment === undefined ? [] : [comment.label, ...comment.lines]),
    ...points.map(({ line }) => line),
    ...(movers?.rows ?? []).flatMap(({ cells }) => cells.map(({ line }) => line)),
    ...charts.map(({ title }) => title),
    dataLine,
    ...notes,
  ];
}

function wordsOf(
  sender: string,
  title: string,
  edition: string,
  { say }: Context,
): Readonly<Record<LetterWord, string>> {
  const { letter } = say;
  return {
    points: letter.points,
    movers: letter.movers,
    charts: letter.charts,
    data: letter.data,
    online: letter.online,
    attached: letter.attached,
    why: letter.why(sender, title),
    unsubscribe: letter.unsubscribe,
    unsubscribeMail: letter.unsubscribeMail,
    preferences: letter.preferences,
    colon: letter.colon,
    proof: letter.proof,
    edition: plainText(letter.edition(name(edition))),
    disclaimer: letter.disclaimer,
  };
}

function groupsOf(context: Context): Record<string, string[]> {
  return Object.fromEntries(
    METAL_GROUPS.map((group) => [group, metalsOf(group, context).map(({ metal }) => metal)]),
  );
}

/** What every file system takes as part of a name. */
function fileName(title: string): string {
  return title.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').slice(0, 60);
}
