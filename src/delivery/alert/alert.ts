import type { AlertKind } from '../../model/occurrence.ts';
import type { EditionId, Instant, WeekId } from '../../model/time.ts';

/** What people are told of a week that does not go as it should, or goes again. */
export interface Alert {
  /** `not-out`: it is not there by the time it should be, whatever the servers say. */
  readonly kind: AlertKind | 'not-out';
  /** '' where it is about no week: a configuration that cannot be read, a clock that jumped. */
  readonly week: WeekId | '';
  readonly edition: EditionId | '';
  /** One line: what is wrong and what to do. */
  readonly reason: string;
  readonly at: Instant;
}
