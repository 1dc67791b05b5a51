import type { Change, SeriesAnalysis } from '../model/analysis.ts';
import { enter, type Figures } from './figures.ts';
import type { Frame } from './frame.ts';
import { anyIllustrative, at } from './history.ts';
import type { Subject } from './subject.ts';
import type { Weekly } from './weekly.ts';

const SHORTEST = 2;

/** Weeks in a row the series moved the way it did this week. An unchanged week ends it, a closed one does not. */
export function streakOf(
  subject: Subject,
  weekly: Weekly,
  change: Change | undefined,
  frame: Frame,
  figures: Figures,
): SeriesAnalysis['streak'] {
  const { history } = subject;
  const sign = Math.sign(Number(change?.value ?? 0));
  const newest = weekly.weeks.length - 1;
  if (sign === 0 || weekly.weeks[newest] !== frame.index) return undefined;

  let weeks = 0;
  for (let n = newest; n >= 1; n -= 1) {
    const move = at(history.numbers, at(weekly.indexes, n)) - at(history.numbers, at(weekly.indexes, n - 1));
    if (Math.sign(move) !== sign || !adjoining(subject, weekly, n, frame)) break;
    weeks += 1;
  }
  if (weeks < SHORTEST) return undefined;
  const first = at(weekly.indexes, newest - weeks);
  const last = at(weekly.indexes, newest);
  return {
    direction: sign > 0 ? 'up' : 'down',
    weeks,
    figure: enter(figures, subject, {
      metric: 'streak',
      value: String(weeks),
      unit: 'weeks',
      asOf: at(history.dates, last),
      against: at(history.dates, first),
      places: [...history.places(last), ...history.places(first)],
      illustrative: anyIllustrative(history, first, last),
    }),
  };
}

/** Whether only weeks in which the venue was closed lie between a weekly point and the one before. */
function adjoining(subject: Subject, weekly: Weekly, n: number, frame: Frame): boolean {
  const venue = frame.venue(subject.venue);
  for (let week = at(weekly.weeks, n - 1) + 1; week < at(weekly.weeks, n); week += 1) {
    if (!venue.closedIn(week)) return false;
  }
  return true;
}
