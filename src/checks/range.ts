import type { Finding } from '../model/finding.ts';
import { grouped } from '../units/grouped.ts';
import { type ProbableSlip, slipsOf } from '../units/slips.ts';
import { type CheckContext, checkEach, type Point, type Subject } from './check.ts';
import { inRange } from './in-range.ts';
import { isObserved } from './motion.ts';
import { SMALL } from './slip-check.ts';
import { BASIS_TOLERANCE, RANGE_TOLERANCE } from './tuning.ts';
import { findingOf, nameOf, slipWords } from './words.ts';

/** The catalog's hard range, of every value kept: a catalog may have become stricter since a value was let in. */
export const RANGE = checkEach('E_DATA_RANGE', outside);

/** Each point beyond what the catalog allows, beside the last sound value before it. */
export function outside(subject: Subject, context: CheckContext): Finding[] {
  const { spec, points } = subject;
  const mayBeNegative = context.allowNegative.includes(spec.id);
  let sound: Point | undefined;
  const found: Finding[] = [];
  for (const point of points) {
    if (!inRange(point.value, spec, mayBeNegative)) found.push(finding(subject, point, sound, context));
    else if (isObserved(point)) sound = point;
  }
  return found;
}

function finding(subject: Subject, point: Point, sound: Point | undefined, context: CheckContext): Finding {
  const { spec } = subject;
  const [low, high] = spec.range;
  const slips = likely(subject, point, sound, context);
  const cause = slips[0]?.cause;
  const against = sound ? `Against ${sound.text} of ${sound.date}` : 'By the range alone';
  const advice = cause
    ? `${against} a probable unit slip: ${slipWords(slips)}. Correct the value or its unit.`
    : 'Correct the value, or the range in the catalog if it is right.';
  const message = `${point.text} of ${point.date} is outside ${grouped(low)} to ${grouped(high)} ${spec.unit}, the range of ${nameOf(subject)}. ${advice}`;
  return findingOf('E_DATA_RANGE', subject, point, message, cause);
}

/** Slips that explain it against the last sound value; without one, those that bring it nearest to the range's middle. */
function likely(
  { spec }: Subject,
  point: Point,
  sound: Point | undefined,
  context: CheckContext,
): ProbableSlip[] {
  const [low, high] = spec.range;
  const middle = low > 0 ? Math.sqrt(low * high) : undefined;
  const reference = sound?.value ?? middle;
  if (reference === undefined) return [];
  const tolerance = sound ? RANGE_TOLERANCE : Math.sqrt(high / low) - 1;
  return slipsOf(point.value, reference, { fx: context.exchangeRate(point.date), tolerance }).filter(
    ({ cause, off }) => !SMALL.has(cause) || (sound !== undefined && off <= BASIS_TOLERANCE),
  );
}
