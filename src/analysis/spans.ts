import { dayNumber } from '../calendar/day.ts';
import { cutoffDay, weekOf } from '../calendar/week.ts';
import type { Freshness, NoChange, Span } from '../model/analysis.ts';
import type { IsoDate } from '../model/time.ts';
import type { Frame, VenueWeek } from './frame.ts';
import { at, type History, isWithheldBetween, newestWithin } from './history.ts';
import { isStock, isSum, type Subject } from './subject.ts';

/** Indexes into the history: the change from one reading to the other, or why there is none. */
export type Pair = { readonly from: number; readonly to: number } | NoChange;

/** How much older than the day wanted a comparator may be. */
const OLDEST_DAYS = 10;

/** What is compared with what, per span. Spans that make no sense for the series are absent. */
export function pairsOf(subject: Subject, freshness: Freshness, frame: Frame): Map<Span, Pair> {
  const pairs = new Map<Span, Pair>();
  const { history } = subject;
  const venue = frame.venue(subject.venue);
  const monthly = subject.frequency === 'monthly';

  pairs.set('week', monthly ? 'not-weekly' : weekPair(subject, frame, venue));
  if (subject.frequency === 'twice-weekly' || (subject.frequency === 'daily' && isStock(subject))) {
    pairs.set('since-monday', sinceMonday(history, frame, venue));
  }

  const to = history.days.length - 1;
  // An old reading against an older one would pass for this week's news.
  const usable = to >= 0 && freshness !== 'stale' && freshness !== 'never';
  const compare = (span: Span, find: () => Found): void => {
    pairs.set(span, usable ? pairOf(find(), to) : 'no-observation');
  };
  if (monthly) {
    compare('previous', () => inMonth(history, to, -1));
    pairs.set('four-weeks', 'not-weekly');
    compare('quarter', () => inMonth(history, to, -1 - monthOfQuarter(history, to)));
    compare('ytd', () => inMonth(history, to, -monthOfYear(history, to)));
    compare('year', () => inMonth(history, to, -12));
    return pairs;
  }
  // A sum is dated by the latest of its parts, maybe a day after its venue's last session of the week.
  const inItsWeek = (day: IsoDate | undefined) =>
    day !== undefined && isSum(subject.spec) ? cutoffDay(weekOf(day)) : day;
  if (subject.frequency !== 'daily') compare('previous', () => before(history, to));
  if (freshness === 'late') pairs.set('four-weeks', 'no-observation');
  else compare('four-weeks', () => nearest(history, inItsWeek(venue.fourWeeks)));
  compare('quarter', () => nearest(history, venue.quarter));
  compare('ytd', () => nearest(history, venue.ytd));
  compare('year', () => nearest(history, inItsWeek(venue.year)));
  return pairs;
}

function pairOf(from: Found, to: number): Pair {
  if (from === 'withheld') return from;
  return from === undefined || from >= to ? 'no-comparator' : { from, to };
}

/** Last reading of the week against the one at the venue's last session of the week before. */
function weekPair(subject: Subject, frame: Frame, venue: VenueWeek): Pair {
  if (!venue.open || venue.previous === undefined) return 'closed';
  const to = newestWithin(subject.history, frame.monday, frame.cutoff);
  if (to === undefined) return 'no-observation';
  // Series not quoted daily have days of their own: any day of the week before will do, up to its own cutoff.
  const wanted =
    subject.frequency === 'daily'
      ? sessionBefore(at(subject.history.days, to), subject, venue)
      : frame.cutoff - 7;
  const from = comparator(subject.history, frame.monday - 7, wanted);
  if (from === 'withheld') return from;
  return from === undefined ? 'no-comparator' : { from, to };
}

/**
 * The last session of the week before; where the source publishes sessions later, so that the week's own last is not
 * known yet, the one seven days back: four sessions must not pass for a week.
 */
function sessionBefore(to: number, { spec }: Subject, { asOf, previous = asOf }: VenueWeek): number {
  const last = dayNumber(previous);
  const clock = 'source' in spec ? spec.source.publication : undefined;
  const delayed = clock?.by === 'session' && clock.after > 0 && to < dayNumber(asOf);
  return delayed ? Math.min(last, to - 7) : last;
}

function sinceMonday(history: History, frame: Frame, venue: VenueWeek): Pair {
  if (!venue.open) return 'closed';
  const to = newestWithin(history, frame.monday, frame.cutoff);
  if (to === undefined) return 'no-observation';
  const from = comparator(history, frame.monday, frame.monday);
  if (from === 'withheld') return from;
  return from === undefined || from === to ? 'no-comparator' : { from, to };
}

type Found = number | 'withheld' | undefined;

/** The newest reading of a stretch; none where a withheld value is newer, in whose place an older one would stand. */
function comparator(history: History, from: number, through: number): Found {
  const found = newestWithin(history, from, through);
  return isWithheldBetween(history, found, from, through) ? 'withheld' : found;
}

function nearest(history: History, wanted: IsoDate | undefined): Found {
  if (wanted === undefined) return undefined;
  const day = dayNumber(wanted);
  return comparator(history, day - OLDEST_DAYS, day);
}

/** The reading before. */
function before(history: History, to: number): Found {
  const found = to > 0 ? to - 1 : undefined;
  const [day, last] = [found === undefined ? 0 : at(history.days, found), at(history.days, to)];
  return isWithheldBetween(history, found, day, last) ? 'withheld' : found;
}

/** Last reading of the calendar month `shift` months from the month of the reading at `index`. */
function inMonth(history: History, index: number, shift: number): Found {
  const date = at(history.dates, index);
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + shift;
  const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  const next = `${Math.floor((months + 1) / 12)}-${String(((months + 1) % 12) + 1).padStart(2, '0')}-01`;
  return comparator(history, dayNumber(first), dayNumber(next) - 1);
}

/** 1…12. */
function monthOfYear(history: History, index: number): number {
  return Number(at(history.dates, index).slice(5, 7));
}

/** 0…2. */
function monthOfQuarter(history: History, index: number): number {
  return (monthOfYear(history, index) - 1) % 3;
}
