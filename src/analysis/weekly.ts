import { weekIndex, weekOfIndex } from '../calendar/week.ts';
import type { ChangeKind, WeeklyPoint } from '../model/analysis.ts';
import type { Frame } from './frame.ts';
import { at, type History } from './history.ts';
import type { Subject } from './subject.ts';

/** Six years: five for the seasonal band and the one that runs. */
const WEEKS_KEPT = 313;

/** Where the weekly points lie: week and index into the history, oldest first. Weeks without a reading are absent. */
export interface Weekly {
  readonly weeks: readonly number[];
  readonly indexes: readonly number[];
}

/** The last reading of each ISO week of six years; of each month for monthly series. */
export function weeklyOf(subject: Subject, frame: Frame): Weekly {
  const { history } = subject;
  const weeks: number[] = [];
  const indexes: number[] = [];
  const monthly = subject.frequency === 'monthly';
  let newest: number | string | undefined;
  for (let index = history.days.length - 1; index >= 0; index -= 1) {
    const week = weekIndex(at(history.days, index));
    if (week <= frame.index - WEEKS_KEPT) break;
    const period = monthly ? at(history.dates, index).slice(0, 7) : week;
    if (period === newest) continue;
    newest = period;
    weeks.push(week);
    indexes.push(index);
  }
  return { weeks: weeks.reverse(), indexes: indexes.reverse() };
}

export function weeklyPoints(history: History, weekly: Weekly): WeeklyPoint[] {
  return weekly.indexes.map((index, n) => ({
    week: weekOfIndex(at(weekly.weeks, n)),
    date: at(history.dates, index),
    value: at(history.numbers, index),
    illustrative: at(history.illustrative, index),
  }));
}

/** Sizes of week-on-week moves, and the indexes of the readings the first came from and the last led to. */
export interface Moves {
  readonly sizes: readonly number[];
  readonly first: number;
  readonly last: number;
}

/** Moves into the weeks after `after` up to and including `through`, in whatever `sizeOf` measures. */
export function movesOf(
  history: History,
  weekly: Weekly,
  sizeOf: (from: number, to: number) => number | undefined,
  after: number,
  through: number,
): Moves {
  const sizes: number[] = [];
  let first = -1;
  let last = -1;
  for (let n = 1; n < weekly.weeks.length; n += 1) {
    const week = at(weekly.weeks, n);
    // A move over a missing week would be a move of two.
    if (week <= after || week > through || week - at(weekly.weeks, n - 1) !== 1) continue;
    const from = at(weekly.indexes, n - 1);
    const to = at(weekly.indexes, n);
    const size = sizeOf(at(history.numbers, from), at(history.numbers, to));
    if (size === undefined) continue;
    sizes.push(size);
    if (first < 0) first = from;
    last = to;
  }
  return { sizes, first, last };
}

/** Size of a move in the unit of the change kind; in floating point, for statistics only. */
export function moveSize(kind: ChangeKind): (from: number, to: number) => number | undefined {
  if (kind === 'pct') return (from, to) => (from > 0 ? (to / from - 1) * 100 : undefined);
  if (kind === 'bp') return (from, to) => (to - from) * 100;
  return (from, to) => to - from;
}

export function logMove(from: number, to: number): number | undefined {
  return from > 0 && to > 0 ? Math.log(to / from) : undefined;
}
