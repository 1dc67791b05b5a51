import type { SeriesAnalysis } from '../model/analysis.ts';
import { enter, type Figures } from './figures.ts';
import { anyIllustrative, at } from './history.ts';
import type { Subject } from './subject.ts';

/** Two trading weeks: from there on a value that stands still is worth a word. */
const WORTH_SAYING_QUOTATIONS = 10;
const WORTH_SAYING_DAYS = 14;
/** Three trading weeks: no daily quotation of a living market stands so still. */
const SUSPICIOUS_QUOTATIONS = 15;

/** Equal readings back from the last. Monthly values and computed ones are not quotations. */
export function unchangedOf(subject: Subject, figures: Figures): SeriesAnalysis['unchanged'] {
  if (subject.frequency === 'monthly' || 'formula' in subject.spec) return undefined;
  const { history } = subject;
  const last = history.days.length - 1;
  if (last < 1) return undefined;
  let first = last;
  while (first > 0 && history.numbers[first - 1] === history.numbers[last]) first -= 1;
  const quotations = last - first + 1;
  const days = at(history.days, last) - at(history.days, first);
  if (quotations < 2 || (quotations < WORTH_SAYING_QUOTATIONS && days < WORTH_SAYING_DAYS)) return undefined;
  const since = at(history.dates, first);
  return {
    since,
    quotations: enter(figures, subject, {
      metric: 'quotations',
      value: String(quotations),
      unit: '1',
      asOf: at(history.dates, last),
      against: since,
      places: [...history.places(last), ...history.places(first)],
      illustrative: anyIllustrative(history, first, last),
    }),
    suspicious: subject.frequency === 'daily' && quotations >= SUSPICIOUS_QUOTATIONS,
  };
}
