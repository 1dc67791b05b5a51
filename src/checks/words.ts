import { quoted } from '../errors.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { grouped } from '../units/grouped.ts';
import type { ProbableSlip } from '../units/slips.ts';
import type { Point, Subject } from './check.ts';

/** A finding about one value of a series, at the place where a person can open it. */
export function findingOf(
  code: string,
  { spec }: Subject,
  { place, date }: Point,
  message: string,
  cause?: string,
): Finding {
  const about = { series: spec.id, date, ...(cause === undefined ? {} : { cause }) };
  return findingAt(code, cellPlace(place), message, about);
}

/** Whose value is spoken of. */
export function nameOf({ spec }: Subject): string {
  return `${quoted(spec.name.en)} (${spec.id})`;
}

/** At most so many causes: a list of everything says nothing. */
const MOST_NAMED = 3;

/** `× 1,000 (kilograms and tonnes), or × …`, the nearest first. */
export function slipWords(slips: readonly ProbableSlip[]): string {
  return slips
    .slice(0, MOST_NAMED)
    .map(
      ({ factor, words, direction }) => `${direction === 'times' ? '×' : '÷'} ${grouped(factor)} (${words})`,
    )
    .join(', or ');
}

/** `+12.3 %`, of a ratio. */
export function percent(from: number, to: number): string {
  const change = (to / from - 1) * 100;
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`;
}
