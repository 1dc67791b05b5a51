import type { FigureId } from '../model/figure.ts';
import type { IsoDate } from '../model/time.ts';

export type Direction = 'up' | 'down' | 'flat';

/** A series and the figures that speak of it. `week` is absent where the week has no change to say. */
export interface Said {
  readonly series: string;
  readonly last: FigureId;
  readonly week?: FigureId;
  /** Sign of the week's change, unrounded. */
  readonly direction?: Direction;
}

/**
 * Where the newest value stands among the charted ones. `since` is the date of the last value at or beyond it;
 * absent when there is none in the whole charted window, which begins on `from`. Charted are the last values of weeks:
 * of a series observed daily, days between may lie beyond the newest value.
 */
export interface Extreme {
  readonly side: 'high' | 'low';
  readonly since?: IsoDate;
  readonly from: IsoDate;
  /** Whether the points are months, a derived series stating no frequency. */
  readonly monthly: boolean;
  /** Rests on illustrative history: not to be said as a fact. */
  readonly illustrative: boolean;
}

/** What a chart shows, as data: `brief/` makes the title sentence of it. The numbers are figures of the analysis. */
export type ChartFinding =
  /** line: the first series; `others` in the order they are drawn, right axis last. */
  | {
      readonly kind: 'level';
      readonly first: Said;
      readonly others: readonly Said[];
      readonly extreme?: Extreme;
    }
  /** seasonal: against the five-year range and mean of the same week. */
  | {
      readonly kind: 'season';
      readonly first: Said;
      readonly range?: 'above' | 'within' | 'below';
      readonly mean?: 'above' | 'at' | 'below';
      /** First and last year of the range. */
      readonly years?: readonly [number, number];
      readonly illustrative: boolean;
    }
  /** stacked: parts largest first; `total` when a derived sum of just these parts exists. */
  | {
      readonly kind: 'total';
      readonly total?: Said;
      readonly parts: readonly Said[];
      /** Of the sum of the parts, over the charted window's last year. */
      readonly year?: Direction;
      readonly illustrative: boolean;
    }
  /** movers: risen, largest first; fallen, largest first; the number that stood still. */
  | {
      readonly kind: 'movers';
      readonly up: readonly Said[];
      readonly down: readonly Said[];
      readonly flat: readonly Said[];
    }
  /** compare: against the same month or week of last year. */
  | {
      readonly kind: 'comparison';
      readonly first: Said;
      readonly year?: FigureId;
      readonly direction?: Direction;
      readonly illustrative: boolean;
    }
  /** spread: sign of the newest value; `crossed` when the one before had the other sign. */
  | {
      readonly kind: 'spread';
      readonly first: Said;
      readonly sign: 'positive' | 'negative' | 'zero';
      readonly crossed: boolean;
      readonly extreme?: Extreme;
    }
  /** ratio: against its usual band and the mean of the charted window. */
  | {
      readonly kind: 'ratio';
      readonly first: Said;
      readonly band: 'above' | 'within' | 'below';
      readonly mean: 'above' | 'at' | 'below';
      readonly illustrative: boolean;
    }
  /** scatter: best and worst of the year so far, and the week's best and worst. */
  | {
      readonly kind: 'scatter';
      readonly leader: Said;
      readonly laggard: Said;
      readonly best: Said;
      readonly worst: Said;
    }
  /** There is no chart; the block says why. */
  | { readonly kind: 'missing'; readonly series: readonly string[] };
