import type { Language } from './language.ts';
import type { Place } from './observation.ts';
import type { IsoDate } from './time.ts';

const METRICS = [
  'last',
  'previous',
  'week',
  'since-monday',
  'four-weeks',
  'quarter',
  'ytd',
  'year',
  'low52',
  'high52',
  'position52',
  'percentile5y',
  'volatility',
  'z',
  'streak',
  'quotations',
  'share',
  'count',
  'rate',
] as const;
export type Metric = (typeof METRICS)[number];

/** `cu_lme_3m.week` */
export type FigureId = string;

/** A number fit to print. `value` is a plain decimal in `unit`, unrounded: rounding happens at print. */
export interface Figure {
  readonly id: FigureId;
  readonly series: string;
  readonly metric: Metric;
  readonly value: string;
  /** Canonical unit, or `%`, `pp`, `bp`, `weeks`, `1` for counts and ratios. */
  readonly unit: string;
  readonly asOf: IsoDate;
  /** The date it is compared with, for changes. */
  readonly against?: IsoDate;
  readonly source: string;
  readonly places: readonly Place[];
  /** Rests, wholly or in part, on illustrative history. */
  readonly illustrative: boolean;
  /** Series' status of the newest value it rests on, and the verdict of the checks it passed. */
  readonly check: 'passed' | 'warned';
}

/** A figure as an edition printed it, in `figures.json`. */
export interface PrintedFigure extends Figure {
  readonly printed: Partial<Record<Language, readonly string[]>>;
}
