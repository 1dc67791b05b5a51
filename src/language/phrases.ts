import type { NoChange } from '../model/analysis.ts';
import type { Line, Run } from '../model/brief.ts';
import type { MetalGroup, SectionName, SeriesSpec } from '../model/catalog.ts';
import type { Language } from '../model/language.ts';
import type { ChartPhrases } from './chart.ts';
import type { DateForms } from './dates.ts';
import type { LetterPhrases } from './letter.ts';
import type { Part } from './runs.ts';
import type { Statement } from './statements.ts';

/**
 * Every phrase an edition can print. Each language gives all of them: one that is missing does not compile.
 * Phrases hold no digits; numbers, names and dates come in as runs.
 */
export interface Phrases {
  readonly language: Language;
  readonly dates: DateForms;
  readonly words: Words;
  readonly cover: CoverPhrases;
  readonly sections: Readonly<Record<SectionName, string>>;
  readonly tables: TablePhrases;
  readonly overview: OverviewPhrases;
  readonly method: MethodPhrases;
  readonly notes: NotePhrases;
  readonly withheld: WithheldPhrases;
  readonly disclaimer: readonly string[];
  readonly letter: LetterPhrases;
  readonly chart: ChartPhrases;
  readonly shown: ShownPhrases;
  readonly analyst: AnalystPhrases;
  /** A series' name as a sentence says it. */
  spoken(name: string): string;
  /** A metal's paragraph, or any sentences about series. */
  paragraph(statements: readonly Statement[]): Line;
  /** One statement as a chart's title: shorter, in the present tense, without a full stop. */
  title(statement: Statement): Line;
  /** Two moves as one chart's title. */
  pair(one: Extract<Statement, { says: 'move' }>, other: Extract<Statement, { says: 'move' }>): Line;
  /** A number with its unit: `9,647.50 USD/t`, `9,647.50美元/吨`, `54.56%`. */
  measured(number: Run, unit: string): Line;
  /** A label before its line: `Leaders: …`, `领涨：…`. */
  labeled(label: string, rest: Line): Line;
  list(parts: readonly Part[]): Line;
  enumerated(parts: readonly Part[]): Line;
  sentence(line: Line): Line;
}

/**
 * What a chart's points are, among which one is the highest: the last close or other value of each week of a series
 * observed more often, or every value of one observed weekly or monthly.
 */
export type Among = 'closes' | 'week-ends' | 'weeks' | 'months';

export type Place = 'above' | 'within' | 'below';

/** Chart titles: what a chart shows, said after or around the statement about its first series. */
export interface ShownPhrases {
  /** `, highest weekly close since March 2025`; without a month, of all the years shown. */
  extreme(title: Line, side: 'high' | 'low', among: Among, since: Run | undefined): Line;
  season(title: Line, range: Place): Line;
  crossed(title: Line): Line;
  band(title: Line, band: Place): Line;
  total(title: Line, year: 'up' | 'down'): Line;
  /** Against the same time a year before; `size` without its sign. */
  year(name: Run, level: Line, direction: 'up' | 'down' | 'flat', size: Run): Line;
  movers(best: { name: Run; change: Run } | undefined, worst: { name: Run; change: Run } | undefined): Line;
  scatter(leader: Run, laggard: Run): Line;
}

/** Words of the page's furniture; templates see them under these keys. */
export interface Words {
  readonly [key: string]: string;
  readonly contents: string;
  readonly skip: string;
}

/** `history`: against the deviation of its own weekly moves. `size`: no series has a history to measure by. */
export type Largest = 'history' | 'size';

export interface CoverPhrases {
  dateline(friday: Run, cutoff: Run): Line;
  issue(number: Run): Line;
  /** The statement as a newspaper would head it. `largest`: by what measure no price of the week moved more. */
  headline(statement: Statement, largest: Largest | undefined): Line;
  readonly noHeadline: string;
  dataLine(counts: {
    readonly fresh: Run;
    readonly total: Run;
    readonly stale?: Run;
    readonly closed?: Run;
    readonly late?: Run;
    readonly withheld?: Run;
  }): Line;
  readonly illustrative: string;
}

export type Head =
  | 'series'
  | 'unit'
  | 'asOf'
  | 'last'
  | 'level'
  | 'week'
  | 'monday'
  | 'fourWeeks'
  | 'quarter'
  | 'ytd'
  | 'year'
  | 'range'
  | 'trend'
  | 'flag'
  | 'change'
  | 'perCent'
  | 'percentile'
  | 'source'
  | 'lag';

export interface TablePhrases {
  readonly heads: Readonly<Record<Head, string>>;
  readonly captions: Readonly<{
    prices: string;
    inventories: string;
    rates: string;
    output: string;
    spreads: string;
    macro: string;
    sources: string;
    metal: (metal: string) => string;
  }>;
  readonly closed: string;
  readonly none: string;
  /** In place of a change measured from a withheld value. */
  readonly notAvailable: string;
  noObservation(since: Run): Line;
  /** `13 June 2025 against 6 June 2025`, for hovering. */
  hover(to: Run, from: Run): string;
  readonly notes: Readonly<{
    dagger: string;
    none: string;
    closed: string;
    notAvailable: string;
    shading: string;
    unusual: string;
    unchanged: string;
    provisional: string;
    totals: string;
    rates: string;
    spreads: string;
  }>;
  /** `incl. VAT` and its kin, and how a quotation is taken, for the table of sources. */
  readonly vat: Readonly<Record<SeriesSpec['vat'], string>>;
  readonly quote: Readonly<Record<SeriesSpec['quote'], string>>;
}

export interface OverviewPhrases {
  title(group: MetalGroup): string;
  readonly rising: string;
  readonly falling: string;
  readonly unchanged: string;
  readonly stocks: string;
  readonly silent: string;
  /** Series and the day since which they are silent, after that label. */
  silentSince(names: Line, since: Run): Line;
  /** Before the series whose venue had no session in the week. */
  readonly closed: string;
  readonly withheld: string;
  /** No series of the metal, or of the section, has a value. */
  noSeries(name: string): Line;
  readonly emptySection: string;
}

export interface MethodPhrases {
  readonly week: string;
  readonly bases: string;
  readonly changes: string;
  readonly strength: string;
  vat(rate: Run): Line;
  conversions(factors: { pounds: Run; ounces: Run; shortTon: Run; unit: Run }): Line;
  calendars(venues: Line): Line;
  readonly illustrative: string;
  readonly labels: Readonly<{
    week: string;
    bases: string;
    changes: string;
    strength: string;
    vat: string;
    conversions: string;
    calendars: string;
    illustrative: string;
  }>;
}

export interface NotePhrases {
  readonly labels: Readonly<{
    stale: string;
    unchanged: string;
    unusual: string;
    closed: string;
    findings: string;
    withheld: string;
    answered: string;
    never: string;
    illustrative: string;
    inputs: string;
  }>;
  stale(names: Line, since: Run): Line;
  unchanged(name: Run, since: Run, quotations: Run, suspicious: boolean): Line;
  closed(names: Line): Line;
  unusual(name: Run, change: Line): Line;
  /** What a check found of a series; `detail` is the day it is about, or where it was read. */
  finding(words: string, subject: Run, detail: Run | undefined, count: Run | undefined): Line;
  never(names: Line): Line;
  /** `all`: used for all series but those named, which may be none. */
  illustrative(names: Line, all: boolean): Line;
  inputs(files: Line): Line;
  readonly clean: string;
}

/** Why a value is not printed: a check's words, somebody's decision in theirs, or what a derived series rests on. */
export type Why =
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'excluded'; readonly by: Run; readonly reason: Run }
  | { readonly kind: 'part'; readonly names: Line };

export interface WithheldPhrases {
  /** What a check found, with the likely cause where there is one, in words. */
  reason(kind: FindingKind, cause: string | undefined): string;
  /** In the place of a row's figures. */
  cell(why: Why): Line;
  sentence(name: Run, why: Why): Line;
  /** Over a chart, after the name. */
  title(name: Run): Line;
  /** A data note; `history`: a newer value of the series is printed. */
  held(name: Run, date: Run, reason: string, history: boolean): Line;
  excluded(name: Run, date: Run, by: Run, until: Run, reason: Run): Line;
  accepted(name: Run, date: Run, by: Run, until: Run, reason: Run): Line;
  expired(name: Run, date: Run, by: Run, until: Run, reason: Run): Line;
  /** Derived series and what they rest on. */
  parts(names: Line, parts: Line): Line;
  list(names: readonly Run[]): Line;
}

/** Around what people wrote of the week. */
export interface AnalystPhrases {
  /** Title of the part that speaks of the whole week. */
  readonly overview: string;
  /** Over each note: whose words they are. */
  readonly label: string;
  /** The same with a name. */
  by(author: Run): Line;
  /** Under a headline that a person wrote. */
  readonly headline: string;
  headlineBy(author: Run): Line;
  /** All of the week's notes, or those of a part, are written in another language only. */
  onlyIn(language: Language, whole: boolean): string;
  /** In the place of a figure, and why there is none. */
  instead(why: Line): Line;
  /** The day of a value that is not of this week, behind it. */
  of(day: Run): Line;
  readonly missing: Readonly<Record<NoChange | 'never' | 'parts', string>>;
  /** In place of a picture's own words. */
  readonly picture: string;
}

/** What a check's finding is about, as an edition tells its readers. */
export type FindingKind =
  | 'holiday'
  | 'range'
  | 'unit'
  | 'vat'
  | 'tons'
  | 'move'
  | 'copied'
  | 'zero'
  | 'repeated'
  | 'digits'
  | 'comparator'
  | 'band'
  | 'identity'
  | 'subtotal'
  | 'sources'
  | 'chain'
  | 'late'
  | 'revised'
  | 'corrected'
  | 'other';
