import { dayNumber } from '../calendar/day.ts';
import { addDays, daysBetween, weekIndex } from '../calendar/week.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Status } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import type { CheckContext, Point, Subject } from './check.ts';
import { once } from './once.ts';
import { DAILY_DAYS, FEWEST_MOVES, HISTORY_DAYS, USUAL_QUANTILE, USUAL_Z, WARN_MOVE_Z } from './tuning.ts';

/** How large the moves of a series are, in its measure. */
export interface Scale {
  /** Whether the history says it, or there is too little of it and the catalog's flag stands for it. */
  readonly own: boolean;
  /** One standard deviation, from the move that one in ten exceeds: no single wild day changes it. */
  readonly deviation: number;
  readonly largest: number;
}

/** How a series moves, from its history before a day. */
export interface Motion {
  /** From one value to another: a logarithm of the ratio, or a difference; undefined where neither can be said. */
  move(from: number, to: number): number | undefined;
  readonly measure: 'ratio' | 'difference';
  /** From one value to the next, where daily values are kept. */
  readonly steps: Scale;
  /** From one week's last value to the next week's. */
  readonly weeks: Scale;
}

/** Values that somebody observed: made-up history proves nothing. */
export const isObserved = ({ status }: { readonly status: Status }): boolean =>
  status !== 'illustrative' && status !== 'missing';

/** May lie at or below zero, where a ratio says nothing. */
const SIGNED: ReadonlySet<SeriesSpec['kind']> = new Set(['premium', 'spread', 'fee', 'position', 'rate']);

/** Longer gaps are no step: a market moves on while nobody writes it down. */
export const LONGEST_STEP = { daily: 7, 'twice-weekly': 14, weekly: 21, monthly: 62 } as const;

/** Of the observed values before the week, three years back. */
export const motionOf = once((subject: Subject, { monday: before }: CheckContext): Motion => {
  const since = addDays(before, -HISTORY_DAYS);
  const history = subject.points.filter(
    (point) => point.date >= since && point.date < before && isObserved(point),
  );
  const measure = SIGNED.has(subject.spec.kind) ? 'difference' : 'ratio';
  const move = measure === 'ratio' ? logRatio : difference;
  const fallback = flagged(subject.spec, measure, history[history.length - 1]);
  return {
    measure,
    move,
    steps: scale(steps(history, subject.spec, before, move), fallback),
    weeks: scale(weekly(history, move), fallback),
  };
});

function logRatio(from: number, to: number): number | undefined {
  return from > 0 && to > 0 ? Math.log(to / from) : undefined;
}

function difference(from: number, to: number): number {
  return to - from;
}

type Move = Motion['move'];

function steps(history: readonly Point[], spec: SeriesSpec, before: IsoDate, move: Move): number[] {
  const daily = spec.frequency === 'daily';
  // Older history is kept week by week: a step there would be a week's move.
  const since = daily ? addDays(before, -DAILY_DAYS) : '';
  const longest = LONGEST_STEP[spec.frequency];
  return history.flatMap((point, at) => {
    const next = history[at + 1];
    if (!next || point.date < since || daysBetween(point.date, next.date) > longest) return [];
    return move(point.value, next.value) ?? [];
  });
}

function weekly(history: readonly Point[], move: Move): number[] {
  const last = new Map<number, Point>();
  for (const point of history) last.set(weekIndex(dayNumber(point.date)), point);
  const points = [...last.values()];
  return points.flatMap((point, at) => {
    const next = points[at + 1];
    return next ? (move(point.value, next.value) ?? []) : [];
  });
}

function scale(moves: readonly number[], fallback: number): Scale {
  const sizes = moves.map(Math.abs).sort((a, b) => a - b);
  const largest = sizes[sizes.length - 1] ?? 0;
  const usual = sizes[Math.floor(sizes.length * USUAL_QUANTILE)] ?? 0;
  const own = sizes.length >= FEWEST_MOVES && usual > 0;
  return { own, deviation: own ? usual / USUAL_Z : fallback, largest };
}

/** The catalog's flag as a deviation, in the series' measure. */
function flagged(spec: SeriesSpec, measure: Motion['measure'], last: Point | undefined): number {
  const inUnit = spec.change === 'bp' ? spec.warnMove / 100 : spec.warnMove;
  if (spec.change === 'pct') {
    const share = spec.warnMove / 100;
    return (measure === 'ratio' ? Math.log1p(share) : share * Math.abs(last?.value ?? 1)) / WARN_MOVE_Z;
  }
  if (measure === 'difference') return inUnit / WARN_MOVE_Z;
  return Math.log1p(inUnit / Math.abs(last?.value || inUnit)) / WARN_MOVE_Z;
}
