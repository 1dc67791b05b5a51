import { dayNumber } from '../calendar/day.ts';
import { weekIndex } from '../calendar/week.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Withheld } from '../model/override.ts';
import type { Frame } from './frame.ts';
import type { History } from './history.ts';
import { seasonOf } from './season.ts';
import { isStock, type Subject } from './subject.ts';
import { weeklyOf, weeklyPoints } from './weekly.ts';

/**
 * The withheld value that would be the newest of its series, if that is so: nothing older may stand in its place.
 * A value of a day on which a daily series has no session is not missed, where the last session's is there.
 */
export function newestWithheld(
  spec: SeriesSpec,
  { days, withheldDays }: History,
  withheld: readonly Withheld[],
  frame: Frame,
): Withheld | undefined {
  const day = withheldDays.at(-1);
  const last = days.at(-1);
  if (day === undefined || (last !== undefined && last > day)) return undefined;
  if (spec.frequency === 'daily' && last !== undefined && last >= dayNumber(frame.venue(spec.venue).asOf))
    return undefined;
  return withheld.find(({ date }) => dayNumber(date) === day);
}

/** A series whose newest value may not be printed: its history up to the week before, and why there is no more. */
export function withheldSeries(subject: Subject, frame: Frame, seasonal: boolean): SeriesAnalysis {
  const { id, metal, spec, history, withheldBy } = subject;
  // Of several withheld parts the oldest decides: from its week on a derived series cannot be known.
  const first = Math.min(...withheldBy.map(({ withheld }) => weekIndex(dayNumber(withheld.date))));
  const points = weeklyPoints(history, weeklyOf(subject, frame)).filter(
    ({ date }) => weekIndex(dayNumber(date)) < first,
  );
  const season =
    (seasonal || isStock(subject)) && seasonOf(points, frame.week, subject.frequency === 'monthly');
  return {
    id,
    metal,
    spec,
    freshness: 'withheld',
    changes: {},
    noChange: {},
    withheldBy,
    weekly: points,
    ...(season && { season }),
  };
}
