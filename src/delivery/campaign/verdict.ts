import type { Claimed, Outcome } from '../../model/delivery.ts';
import { backoffMinutes, minutesAfter } from './backoff.ts';
import type { Handover } from './carrier.ts';

/** After trouble of the host a letter is due again soon: the host's own pause comes first. But it may be the letter. */
const AFTER_HOST_MINUTES = 1;

/** Minutes until the letter may be tried again, if it may. */
export function waitMinutes(attempt: number, { scope, afterMinutes }: Handover): number {
  if (scope === 'host' && attempt <= 1 && afterMinutes === undefined) return AFTER_HOST_MINUTES;
  return backoffMinutes(attempt, afterMinutes);
}

/** What the ledger is told of a letter. Whatever is ours or the host's fault never rejects a recipient. */
export function outcomeOf(
  { delivery, attempt, fence }: Pick<Claimed, 'delivery' | 'attempt' | 'fence'>,
  handover: Handover,
  now: Date,
): Outcome {
  const { scope, phase, reply, queueId, reason, strike } = handover;
  const state = scope !== 'recipient' && handover.state === 'REJECTED' ? 'DEFERRED' : handover.state;
  return {
    delivery,
    attempt,
    fence,
    state,
    phase,
    reason,
    ...(reply === undefined ? {} : { reply }),
    ...(queueId === undefined ? {} : { queueId }),
    ...(state === 'DEFERRED' ? { nextAt: minutesAfter(now, waitMinutes(attempt, handover)) } : {}),
    ...(strike !== undefined && scope === 'recipient' && state !== 'ACCEPTED' ? { strike } : {}),
  };
}
