import type { Line, Run } from '../model/brief.ts';
import type { Part } from './runs.ts';
import type { Statement } from './statements.ts';

/** What only the mailed letter says. */
export interface LetterPhrases {
  /** A statement as the subject has it: a move without the level it led to. */
  news(statement: Statement): Line;
  /** A subject of an edition that replaces one already sent. */
  corrected(subject: string): string;
  /** What a subject begins with: the newsletter, its week, and the news. */
  subject(title: string, friday: string, news: string): string;
  /** Several news as one line beneath the subject. */
  also(news: readonly Part[]): Line;
  /** At the head of a correction. */
  readonly correction: string;
  readonly points: string;
  readonly movers: string;
  readonly charts: string;
  readonly data: string;
  readonly online: string;
  readonly attached: string;
  /** Between a label and what it labels. */
  readonly colon: string;
  /** Why the reader has it. */
  why(desk: string, title: string): string;
  readonly unsubscribe: string;
  /** To the page of a reader's wishes. */
  readonly preferences: string;
  /** Beside it where it opens no page but a mail. */
  readonly unsubscribeMail: string;
  readonly proof: string;
  /** Stands before the manifest's hash. */
  edition(name: Run): Line;
  readonly disclaimer: string;
  /** Beneath the key points: what the mark means. */
  readonly illustrative: string;
  /** The rest of the data notes is in the brief. */
  readonly moreNotes: string;
  /** A picture in words, under its title. */
  alt(title: string, picture: string): string;
}
