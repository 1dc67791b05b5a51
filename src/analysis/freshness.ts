import { dayNumber } from '../calendar/day.ts';
import type { Freshness } from '../model/analysis.ts';
import type { Frame } from './frame.ts';
import type { Subject } from './subject.ts';

/** How recent a series' last reading is; the meanings stand at `Freshness`. */
export function freshnessOf(subject: Subject, frame: Frame): Freshness {
  const last = subject.history.days.at(-1);
  if (last === undefined) return 'never';
  if (last >= frame.monday) return 'fresh';
  const venue = frame.venue(subject.venue);
  // A closed week excuses a series only if it was up to date when the venue closed.
  if (!venue.open && subject.frequency !== 'monthly') {
    return dayNumber(venue.asOf) - last <= subject.staleAfterDays ? 'closed' : 'stale';
  }
  return dayNumber(frame.friday) - last <= subject.staleAfterDays ? 'late' : 'stale';
}
