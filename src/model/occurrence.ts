/** A week that is due: waited for, made, mailed; or ended otherwise. */
export const OCCURRENCE_STATES = [
  'waiting',
  'building',
  'published',
  'sending',
  'done',
  'held',
  'missed',
  'failed',
  'skipped',
] as const;
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number];

/** What people are told of a week: a trouble, or that it is over. */
export type AlertKind = 'held' | 'failed' | 'missed' | 'recovered';
