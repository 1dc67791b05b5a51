import type { CHANGE_KINDS, DerivedSpec, SeriesSpec } from './catalog.ts';
import type { Figure, FigureId } from './figure.ts';
import type { Place, Status } from './observation.ts';
import type { Withheld } from './override.ts';
import type { IsoDate, WeekId } from './time.ts';

/** What a series' changes are said in. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One value on one day, decimal text in the canonical unit. */
export interface Reading {
  readonly date: IsoDate;
  readonly value: string;
  readonly status: Status;
  /** Absent for derived series. */
  readonly place?: Place;
}

/**
 * Why a change cannot be said. `closed`: the venue had no session this week or in the week compared. `withheld`: the
 * value it would be compared with is.
 */
export type NoChange = 'closed' | 'no-comparator' | 'no-observation' | 'not-weekly' | 'withheld';

/** What the last value is compared with. */
export type Span = 'week' | 'since-monday' | 'previous' | 'four-weeks' | 'quarter' | 'ytd' | 'year';

/** How a series moved over a span. */
export interface Change {
  readonly span: Span;
  readonly kind: ChangeKind;
  /** Unrounded: per cent for `pct`, canonical unit for `abs`, points for `pp`, basis points for `bp`. */
  readonly value: string;
  readonly from: Reading;
  readonly to: Reading;
  readonly figure: FigureId;
  readonly illustrative: boolean;
}

/**
 * fresh: observed in the week. closed: the venue had no session. stale: the venue traded, nothing came, older than
 * the series allows. late: nothing this week, still within its allowance (monthly series, mostly). never: no value at all.
 * withheld: what would be its newest value may not be printed, nor may an older one stand in its place.
 */
export type Freshness = 'fresh' | 'late' | 'stale' | 'closed' | 'never' | 'withheld';

/** A weekly point for charts: last reading of the ISO week. `illustrative` where made up. */
export interface WeeklyPoint {
  readonly week: WeekId;
  readonly date: IsoDate;
  readonly value: number;
  readonly illustrative: boolean;
}

/** Five-year band by ISO week number 1…53, this and last year's lines beside it. */
export interface SeasonalBand {
  readonly years: readonly [number, number];
  readonly weeks: ReadonlyArray<{
    readonly week: number;
    readonly low: number;
    readonly high: number;
    readonly mean: number;
  }>;
  readonly thisYear: ReadonlyArray<{ readonly week: number; readonly value: number }>;
  readonly lastYear: ReadonlyArray<{ readonly week: number; readonly value: number }>;
  readonly illustrative: boolean;
}

/** Everything computed about one series (or derived series) for one week. Numbers that get printed have a figure. */
export interface SeriesAnalysis {
  readonly id: string;
  readonly metal: string;
  /** The catalog's entry; `formula` tells a derived one. */
  readonly spec: SeriesSpec | DerivedSpec;
  readonly freshness: Freshness;
  readonly last?: Reading & { readonly figure: FigureId; readonly illustrative: boolean };
  readonly changes: { readonly [S in Span]?: Change };
  readonly noChange: { readonly [S in Span]?: NoChange };
  readonly range52?: {
    readonly low: FigureId;
    readonly high: FigureId;
    readonly position: FigureId;
    readonly illustrative: boolean;
  };
  /** Percentile 0–100 of the last value among five years of weekly values (stocks). */
  readonly percentile5y?: FigureId;
  /** Annualized standard deviation of weekly log changes over 52 weeks, per cent. Prices only. */
  readonly volatility?: FigureId;
  /** This week's move over the standard deviation of the series' own weekly moves, three years. */
  readonly z?: number;
  /** Weeks in a row the series moved the same way, 2 or more. */
  readonly streak?: { readonly direction: 'up' | 'down'; readonly weeks: number; readonly figure: FigureId };
  /** The value has not moved for at least two weeks of quotations. */
  readonly unchanged?: {
    readonly since: IsoDate;
    readonly quotations: FigureId;
    readonly suspicious: boolean;
  };
  /** Whose value keeps this series from the page: its own, or those of a derived series' parts. */
  readonly withheldBy?: ReadonlyArray<{ readonly series: string; readonly withheld: Withheld }>;
  readonly weekly: readonly WeeklyPoint[];
  readonly season?: SeasonalBand;
  /** Three-year standard deviation of weekly moves, in the unit of the change kind; for shading. */
  readonly sd?: number;
}

/** Pure function of the snapshot; no clock, no chance. */
export interface Analysis {
  readonly week: WeekId;
  readonly weekEnding: IsoDate;
  readonly series: ReadonlyMap<string, SeriesAnalysis>;
  readonly figures: ReadonlyMap<FigureId, Figure>;
  /** Price series with a weekly per-cent change, largest |z| first. */
  readonly notable: readonly string[];
  /** Counts for the data line; each is a figure `desk.<name>`. */
  readonly counts: {
    readonly total: FigureId;
    readonly fresh: FigureId;
    readonly stale: FigureId;
    readonly late: FigureId;
    readonly closed: FigureId;
    readonly never: FigureId;
    readonly withheld: FigureId;
  };
}
