import type { SeriesAnalysis } from '../model/analysis.ts';
import { changesOf } from './changes.ts';
import { enter, type Figures } from './figures.ts';
import type { Frame } from './frame.ts';
import { freshnessOf } from './freshness.ts';
import { at } from './history.ts';
import { percentile5yOf, range52Of } from './range.ts';
import { seasonOf } from './season.ts';
import { streakOf } from './streak.ts';
import { isStock, type Subject } from './subject.ts';
import { unchangedOf } from './unchanged.ts';
import { usualOf, volatilityOf } from './volatility.ts';
import { weeklyOf, weeklyPoints } from './weekly.ts';
import { withheldSeries } from './withheld.ts';

/** Everything said of one series. `seasonal`: a chart wants its band though it is no stock. */
export function seriesAnalysis(
  subject: Subject,
  frame: Frame,
  seasonal: boolean,
  figures: Figures,
): SeriesAnalysis {
  const freshness = freshnessOf(subject, frame);
  const { id, metal, spec } = subject;
  // Nor is its calendar asked, which may begin after the week: an exchange that did not exist yet.
  if (freshness === 'never') return { id, metal, spec, freshness, changes: {}, noChange: {}, weekly: [] };
  if (freshness === 'withheld') return withheldSeries(subject, frame, seasonal);
  const { changes, noChange } = changesOf(subject, freshness, frame, figures);
  const basis = { id, metal, spec, freshness, changes, noChange };

  const weekly = weeklyOf(subject, frame);
  const points = weeklyPoints(subject.history, weekly);
  // Ranks and ranges of a value that is no longer current would place the market where it was.
  const current = freshness !== 'stale';
  const ranked = current && (isStock(subject) || subject.kind === 'derived');
  const range52 = current && range52Of(subject, frame, figures);
  const percentile5y = ranked && percentile5yOf(subject, weekly, frame, figures);
  const volatility = current && volatilityOf(subject, weekly, frame, figures);
  const streak = streakOf(subject, weekly, changes.week, frame, figures);
  const unchanged = unchangedOf(subject, frame, figures);
  const season =
    (seasonal || isStock(subject)) && seasonOf(points, frame.week, subject.frequency === 'monthly');
  return {
    ...basis,
    last: lastOf(subject, figures),
    ...(range52 && { range52 }),
    ...(percentile5y && { percentile5y }),
    ...(volatility && { volatility }),
    ...usualOf(subject, weekly, changes.week, frame, figures),
    ...(streak && { streak }),
    ...(unchanged && { unchanged }),
    weekly: points,
    ...(season && { season }),
  };
}

function lastOf(subject: Subject, figures: Figures): NonNullable<SeriesAnalysis['last']> {
  const { history } = subject;
  const index = history.days.length - 1;
  const reading = history.reading(index);
  const illustrative = at(history.illustrative, index);
  const figure = enter(figures, subject, {
    metric: 'last',
    value: reading.value,
    unit: subject.spec.unit,
    asOf: reading.date,
    places: history.places(index),
    illustrative,
  });
  return { ...reading, figure, illustrative };
}
