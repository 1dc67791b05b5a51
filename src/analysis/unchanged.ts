import type { SeriesAnalysis } from '../model/analysis.ts';
import { quotesSessions } from '../snapshot/closed-days.ts';
import { suspiciousQuotations } from '../snapshot/standstill.ts';
import { enter, type Figures } from './figures.ts';
import type { Frame } from './frame.ts';
import { at } from './history.ts';
import type { Subject } from './subject.ts';

/** Two trading weeks: from there on a value that stands still is worth a word. */
const WORTH_SAYING_QUOTATIONS = 10;
const WORTH_SAYING_DAYS = 14;

/**
 * Equal quotations back from the last. Monthly values and computed ones are no quotations, nor is a value rolled
 * over; made-up history says nothing about how long the market stood still.
 */
export function unchangedOf(subject: Subject, frame: Frame, figures: Figures): SeriesAnalysis['unchanged'] {
  const { history, spec } = subject;
  if (subject.frequency === 'monthly' || 'formula' in spec) return undefined;
  const venue = frame.venue(subject.venue);
  const last = history.days.length - 1;
  let first = last;
  let quotations = 0;
  for (let index = last; index >= 0; index -= 1) {
    if (history.numbers[index] !== history.numbers[last] || history.illustrative[index]) break;
    const { status, date } = history.reading(index);
    if (status === 'rolled' || (quotesSessions(spec) && !venue.isSession(date))) continue;
    quotations += 1;
    first = index;
  }
  if (quotations < 2) return undefined;
  const days = at(history.days, last) - at(history.days, first);
  const suspicious = subject.frequency === 'daily' && quotations >= suspiciousQuotations(spec);
  if (!suspicious && quotations < WORTH_SAYING_QUOTATIONS && days < WORTH_SAYING_DAYS) return undefined;
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
      illustrative: false,
    }),
    suspicious,
  };
}
