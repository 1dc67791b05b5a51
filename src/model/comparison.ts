import type { Freshness } from './analysis.ts';
import type { Verdict } from './finding.ts';
import type { Language } from './language.ts';
import type { Words } from './readiness.ts';
import type { EditionId, Instant, IsoDate, WeekId } from './time.ts';

/** A week as it is now beside an edition that is out. */
export interface Comparison {
  readonly week: WeekId;
  /** Absent where no edition is out yet. */
  readonly against?: {
    readonly edition: EditionId;
    readonly week: WeekId;
    readonly publishedAt: Instant;
    readonly verdict: Verdict;
    readonly headline: Words;
  };
  readonly headline: Words;
  readonly verdict: Verdict;
  /** The most unusual moves of the week, each with what it did in that edition. */
  readonly movers: readonly MovedSeries[];
  /** Values that edition was made of and that are others now, newest first. */
  readonly revised: readonly RevisedValue[];
  /** How many there are in all. */
  readonly revisedCount: number;
  /** Series that are as recent as they were not then, or the reverse. */
  readonly fresher: readonly ChangedFreshness[];
  readonly notes: readonly NoteDifference[];
}

interface Named {
  readonly id: string;
  readonly name: Words;
  readonly metal: string;
}

/** Changes and levels as they are printed, now and then. */
export interface MovedSeries extends Named {
  readonly change: Words;
  readonly tone: 'up' | 'down' | 'flat' | '';
  readonly level: Words;
  readonly unit: Words;
  /** '' where that edition could say none. */
  readonly before: Words;
  readonly beforeTone: 'up' | 'down' | 'flat' | '';
}

/** One value of one day, as printed then and now. */
export interface RevisedValue extends Named {
  readonly date: IsoDate;
  readonly was: Words;
  /** '' where the value is gone. */
  readonly is: Words;
  readonly unit: Words;
}

/** Observed then and not now, or the reverse. */
export interface ChangedFreshness extends Named {
  readonly was: Freshness;
  readonly is: Freshness;
}

/** A language's notes, line by line. */
export interface NoteDifference {
  readonly language: Language;
  readonly lines: readonly DifferentLine[];
}

/** A line of two texts: in both, only in the first (`gone`), only in the second (`new`). */
export interface DifferentLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}
