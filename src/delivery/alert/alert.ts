import type { EditionId, Instant, WeekId } from '../../model/time.ts';

/** What people are told of a week that does not go as it should, or goes again. */
export interface Alert {
  readonly kind: 'held' | 'failed' | 'missed' | 'late' | 'recovered';
  readonly week: WeekId;
  readonly edition: EditionId | '';
  /** One line: what is wrong and what to do. */
  readonly reason: string;
  readonly at: Instant;
}
