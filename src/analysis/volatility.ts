import { sampleStandardDeviation } from 'simple-statistics';
import type { Change } from '../model/analysis.ts';
import type { FigureId } from '../model/figure.ts';
import { numberText } from './exact.ts';
import { enter, type Figures } from './figures.ts';
import type { Frame } from './frame.ts';
import { anyIllustrative, at } from './history.ts';
import type { Subject } from './subject.ts';
import { logMove, type Moves, moveSize, movesOf, type Weekly } from './weekly.ts';

const WEEKS_IN_YEAR = 52;
const THREE_YEARS = 156;
/** Half a year: with fewer moves a deviation says little. */
const FEWEST_MOVES = 26;

/** Annualized deviation of a price's weekly log changes over 52 weeks, per cent. */
export function volatilityOf(
  subject: Subject,
  weekly: Weekly,
  frame: Frame,
  figures: Figures,
): FigureId | undefined {
  if (subject.kind !== 'price' || subject.frequency === 'monthly') return undefined;
  const moves = movesOf(subject.history, weekly, logMove, frame.index - WEEKS_IN_YEAR, frame.index);
  if (moves.sizes.length < FEWEST_MOVES) return undefined;
  const value = sampleStandardDeviation(moves.sizes) * Math.sqrt(WEEKS_IN_YEAR) * 100;
  return enter(figures, subject, {
    metric: 'volatility',
    value: numberText(value),
    unit: '%',
    ...basisOf(subject, moves),
  });
}

export interface Usual {
  /** Deviation of the weekly moves of the three years before this week, in the unit of the change kind. */
  readonly sd: number;
  /** This week's move over it. */
  readonly z?: number;
}

/** This week's move against the series' own. Nothing where there are too few moves, or none but zeros. */
export function usualOf(
  subject: Subject,
  weekly: Weekly,
  change: Change | undefined,
  frame: Frame,
  figures: Figures,
): Usual | undefined {
  if (subject.frequency === 'monthly') return undefined;
  const before = frame.index - 1;
  const moves = movesOf(
    subject.history,
    weekly,
    moveSize(subject.change),
    frame.index - 1 - THREE_YEARS,
    before,
  );
  if (moves.sizes.length < FEWEST_MOVES) return undefined;
  const sd = sampleStandardDeviation(moves.sizes);
  if (!(sd > 0)) return undefined;
  // A fallback to an absolute change is not in the unit the deviation is in.
  if (change === undefined || change.kind !== subject.change) return { sd };
  const z = Number(change.value) / sd;
  enter(figures, subject, {
    metric: 'z',
    value: numberText(z),
    unit: '1',
    ...basisOf(subject, moves),
    asOf: change.to.date,
  });
  return { sd, z };
}

function basisOf({ history }: Subject, { first, last }: Moves) {
  return {
    asOf: at(history.dates, last),
    against: at(history.dates, first),
    places: [...history.places(last), ...history.places(first)],
    illustrative: anyIllustrative(history, first, last),
  };
}
