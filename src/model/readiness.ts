import type { Freshness } from './analysis.ts';
import type { MetalGroup } from './catalog.ts';
import type { Finding, Verdict } from './finding.ts';
import type { Language } from './language.ts';
import type { Override } from './override.ts';
import type { EditionId, Instant, IsoDate, WeekId } from './time.ts';

/** The same words in both languages; '' in both where there are none. */
export type Words = Readonly<Record<Language, string>>;

/** What a week lacks until it can be published: its series one by one, what checks found, what waits in the inbox. */
export interface Readiness {
  readonly week: WeekId;
  readonly weekEnding: IsoDate;
  readonly cutoff: Instant;
  /** When it was looked at, and the day that was at the desk. */
  readonly at: Instant;
  readonly today: IsoDate;
  readonly verdict: Verdict;
  readonly checks: number;
  /** sha256 of the snapshot a build would make now; '' where none would be made of the inbox as it is. */
  readonly snapshot: string;
  readonly headline: Words;
  readonly counts: Readonly<Record<Freshness, number>> & { readonly total: number };
  readonly metals: readonly ReadyMetal[];
  /** About no series. */
  readonly findings: readonly ReadyFinding[];
  /** Files of the inbox that are not in the store yet; a build takes them in. */
  readonly inbox: readonly WaitingFile[];
  /** The newest edition of the week. */
  readonly edition?: PublishedEdition;
}

/** What is out. */
export interface PublishedEdition {
  readonly edition: EditionId;
  readonly publishedAt: Instant;
  /** sha256 of what it was made of. */
  readonly snapshot: string;
  readonly verdict: Verdict;
}

/** In the order of the catalog. */
export interface ReadyMetal {
  readonly metal: string;
  readonly name: Words;
  readonly group: MetalGroup;
  readonly series: readonly ReadySeries[];
}

/** Of a series all that decides whether its value of the week can be printed. */
export interface ReadySeries {
  readonly id: string;
  readonly name: Words;
  readonly freshness: Freshness;
  readonly verdict: Verdict;
  /** The newest value of the edition; of a withheld series the one that is withheld. */
  readonly last?: ReadyValue;
  readonly unit: Words;
  /** Change on the week as it is printed; '' where none can be said. */
  readonly change: Words;
  readonly tone: 'up' | 'down' | 'flat' | '';
  /** The next value its source promises. */
  readonly next?: NextValue;
  /** When its source publishes, in words. */
  readonly lag: Words;
  readonly findings: readonly ReadyFinding[];
  readonly overrides: readonly Override[];
}

/** A value, to be reckoned with and to be read. */
export interface ReadyValue {
  readonly date: IsoDate;
  /** Plain decimal in the series' own unit. */
  readonly value: string;
  readonly printed: Words;
  readonly illustrative: boolean;
}

/** What a source has promised. */
export interface NextValue {
  /** The day the value is of. */
  readonly date: IsoDate;
  /** When it is published; of a source without a clock '', only the day is known. */
  readonly at: Instant | '';
}

/** What somebody can do about it: answer for the value or take it out; end an override; bring data; nothing. */
export type FindingAction = 'answer' | 'end' | 'import' | 'none';

/** What a check objects to, and what can be done about it. */
export interface ReadyFinding extends Finding {
  /** Whether it holds the edition. */
  readonly holds: boolean;
  /** In words for readers; '' in both where only the message says it. */
  readonly reason: Words;
  readonly action: FindingAction;
  /** What `answer` is about: that very value, plain and printed. */
  readonly value?: ReadyValue;
}

/** A file of the inbox, and what a build would take from it: rows that are new, that revise, that are wrong. */
export interface WaitingFile {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly added: number;
  readonly revised: number;
  readonly problems: number;
}
