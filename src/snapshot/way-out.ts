import { addDays } from '../calendar/week.ts';
import type { Finding } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';

/** How long an override is proposed to last. */
const PROPOSED_DAYS = 90;

/** A held value's finding with the line of `data/overrides.yaml` that would let it pass; others as they are. */
export function wayOut<F extends Finding>(finding: F, snapshot: Snapshot, today: IsoDate): F {
  const { severity, series, date } = finding;
  if (severity !== 'error' || series === undefined || date === undefined) return finding;
  const held = snapshot.withheld?.[series]?.find((one) => one.date === date);
  if (held === undefined) return finding;
  const line = `- { series: ${series}, date: ${date}, action: accept, value: ${held.value}, by: NAME, reason: WHY, expires: ${addDays(today, PROPOSED_DAYS)} }`;
  return {
    ...finding,
    message: `${finding.message} If it is right, or must be left out, add to data/overrides.yaml (action: accept or exclude): ${line}`,
  };
}
