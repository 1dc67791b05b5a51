import type { OccurrenceState } from '../model/occurrence.ts';
import type { Instant } from '../model/time.ts';
import type { Occurrence, Occurrences } from '../store/office/index.ts';

/** How long a week is ours without a word from us. A server that died is known to be dead before. */
const LEASE_MS = 120_000;
const RENEW_MS = 30_000;

export type Change = Parameters<Occurrences['record']>[1];

/** A week that is ours to work on. */
export interface HeldWeek {
  readonly occurrence: Occurrence;
  /** Writes down what became of it; false where it is no longer ours: then nothing more is done. */
  record(change: Change): Promise<boolean>;
}

/** Works on a claimed week and keeps it ours meanwhile. */
export async function whileHeld(
  { occurrences, now }: { readonly occurrences: Occurrences; readonly now: () => Date },
  occurrence: Occurrence,
  work: (held: HeldWeek) => Promise<void>,
): Promise<void> {
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    // A lease that cannot be made longer ends: another may go on then, and what we write is refused.
    renewing = renewing
      .then(() => occurrences.renew(occurrence, leaseFrom(now())))
      .then(
        () => undefined,
        () => undefined,
      );
  }, RENEW_MS);
  try {
    await work({
      occurrence,
      record: (change) => occurrences.record(occurrence, change, now().toISOString()),
    });
  } finally {
    clearInterval(timer);
    await renewing;
  }
}

export function leaseFrom(now: Date): Instant {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}

/** Over: nothing more is done but by an operator's word. */
export function hasEnded(state: OccurrenceState): boolean {
  return ['done', 'held', 'missed', 'failed', 'skipped'].includes(state);
}
