import type { FigureId } from './figure.ts';
import type { Language } from './language.ts';
import type { NoteBlock } from './notes.ts';
import type { EditionId, IsoDate, WeekId } from './time.ts';

export type Tone = 'up' | 'down' | 'flat';

/**
 * A stretch of a sentence or cell. Text holds no digit: numbers are figures; names ("LME 3M") and dates may hold digits.
 * A unit stands right after its figure, and no line breaks between them. `dagger` marks a figure that rests on
 * illustrative history; a run of the kind closes a sentence all of whose figures do, which then go unmarked themselves.
 * `words` are a person's: they may hold any digit, line ends, and links; `address` is told on paper behind a link.
 */
export type Run =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string; readonly date: IsoDate }
  | { readonly kind: 'unit'; readonly text: string }
  | { readonly kind: 'dagger'; readonly text: '†' }
  | {
      readonly kind: 'words';
      readonly text: string;
      readonly strong?: true;
      readonly em?: true;
      readonly link?: string;
      readonly address?: string;
    }
  | {
      readonly kind: 'figure';
      readonly text: string;
      readonly figure: FigureId;
      readonly tone?: Tone;
      readonly dagger?: boolean;
      readonly strong?: true;
      readonly hover?: string;
    };

/** A sentence, a cell, a heading: runs set one after the other. */
export type Line = readonly Run[];

/** Of a table. */
export interface Column {
  readonly key: string;
  readonly head: string;
  /** Shown muted under or beside the head, once. */
  readonly unit?: string;
  readonly align: 'left' | 'right' | 'center';
}

/** `tint` −3…3 shades by the move against the series' own history; `svg` is our own drawing (range bar, sparkline). */
export interface Cell {
  readonly line: Line;
  readonly tint?: number;
  readonly svg?: string;
  readonly muted?: boolean;
  /** Columns the cell spans, 1 when absent: "no observation since …" fills the rest of its row. */
  readonly span?: number;
}

/** A series of a table, or a row about none. */
export interface Row {
  readonly series?: string;
  readonly cells: readonly Cell[];
}

/** What a section is made of, in the order it is read. */
export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line; readonly lead?: Line }
  | { readonly kind: 'points'; readonly title?: string; readonly lines: readonly Line[] }
  | { readonly kind: 'box'; readonly title: string; readonly lines: readonly Line[] }
  | { readonly kind: 'charts'; readonly charts: readonly ChartBlock[] }
  | {
      readonly kind: 'table';
      readonly id: string;
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly groups: ReadonlyArray<{ readonly title?: string; readonly rows: readonly Row[] }>;
      readonly notes: readonly Line[];
    }
  | { readonly kind: 'note'; readonly line: Line }
  | {
      /** What a person wrote; `label` says so. */
      readonly kind: 'analyst';
      readonly id: string;
      readonly label: Line;
      readonly blocks: ReadonlyArray<NoteBlock<Line>>;
    }
  | { readonly kind: 'heading'; readonly id: string; readonly title: string; readonly metal?: string };

/** A chart's words; its picture is drawn from the spec of the same id. `missing` says why there is none. */
export interface ChartBlock {
  readonly id: string;
  readonly kind: string;
  readonly title: Line;
  readonly subtitle: string;
  readonly source: string;
  readonly alt: string;
  readonly illustrative: boolean;
  /** Of a page's measure; `letter`: as wide as a telephone. */
  readonly width: 'third' | 'half' | 'full' | 'letter';
  readonly series: readonly string[];
  readonly missing?: string;
}

/** `level` 2 stands within the section of level 1 before it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly level: 1 | 2;
  readonly blocks: readonly Block[];
}

/** The first page; `points` are the key points, `movers` the chart beside them. */
export interface Cover {
  readonly masthead: string;
  readonly title: string;
  /** "Week ending Fri 13 June 2025 (data to Sat 14 June, 12:00 UTC+8)" */
  readonly dateline: Line;
  readonly issue?: Line;
  readonly headline: Line;
  /** Under a headline that a person wrote: who. */
  readonly byline?: Line;
  readonly points: readonly Line[];
  readonly movers?: ChartBlock;
  readonly dataLine: Line;
}

/** What an edition says in one language, before layout. */
export interface Brief {
  readonly schema: 1;
  readonly edition: EditionId;
  readonly week: WeekId;
  readonly language: Language;
  /** Document title, for PDF and browser tab. */
  readonly title: string;
  readonly runningHead: string;
  readonly cover: Cover;
  readonly sections: readonly Section[];
  /** Words the templates need: "Contents", "Source", "page", "illustrative"… */
  readonly words: Readonly<Record<string, string>>;
  /** Any illustrative history used at all. */
  readonly illustrative: boolean;
}
