import { quoted } from '../errors.ts';
import { Decimal, plain } from '../units/decimal.ts';
import type { ProbableSlip } from '../units/slips.ts';
import type { Point, Subject } from './check.ts';

/** `data/inbox/week.csv:12:3`, where a person can open it. */
export function placeOf({ place: { file, row, column } }: Point): string {
  return column === undefined ? `${file}:${row}` : `${file}:${row}:${column}`;
}

/** Whose value is spoken of. */
export function nameOf({ spec }: Subject): string {
  return `${quoted(spec.name.en)} (${spec.id})`;
}

/** For people: thousands apart, at most six digits that say something. */
export function grouped(value: number): string {
  const [whole = '', fraction] = plain(new Decimal(value).toSignificantDigits(6)).split('.');
  const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
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
