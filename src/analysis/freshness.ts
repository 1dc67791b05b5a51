import { dayNumber } from '../calendar/day.ts';
import type { Freshness } from '../model/analysis.ts';
import type { Frame } from './frame.ts';
import type { Subject } from './subject.ts';

/** How recent a series' last reading is; the meanings stand at `Freshness`. */
export function freshnessOf(subject: Subject, frame: Frame): Freshness {
  if (subject.withheldBy.length > 0) return 'withheld';
  const last = subject.history.days.at(-1);
  if (last === undefined) return 'never';
  if (last >= frame.monday) return 'fresh';
  const venue = frame.venue(subject.venue);
  const monthly = subject.frequency === 'monthly';
  // A venue's week ends on its last session; a closed one excuses only what was up to date when the venue closed.
  const needed = dayNumber(monthly ? frame.friday : venue.asOf);
  if (needed - last > subject.staleAfterDays) return 'stale';
  return venue.open || monthly ? 'late' : 'closed';
}
