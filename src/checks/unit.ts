import { addDays } from '../calendar/week.ts';
import type { Finding } from '../model/finding.ts';
import { grouped } from '../units/grouped.ts';
import type { ProbableSlip } from '../units/slips.ts';
import { type CheckContext, checkEach, type Point, type Subject } from './check.ts';
import { isObserved } from './motion.ts';
import { once } from './once.ts';
import { slipCheck } from './slip-check.ts';
import { RECENT_DAYS, RETURNED } from './tuning.ts';
import { findingOf, nameOf, slipWords } from './words.ts';

/** A value in another unit than its series': printed it would be wrong by a factor, so it holds. */
export const UNIT = checkEach('E_CHECK_UNIT', (subject, context) =>
  slipped(subject, context).map((one) => finding(subject, one)),
);

export interface Slipped {
  readonly point: Point;
  readonly reference: Point;
  readonly slips: readonly ProbableSlip[];
}

/**
 * Values a unit's factor away from the last sound one, whole runs of them: in the weeks that changes are compared
 * with, and before that where the series returned to its level, for ranges and charts rest on those. A level that
 * stood for four weeks is the level.
 */
export const slipped = once((subject: Subject, context: CheckContext): readonly Slipped[] => {
  const slipsOf = slipCheck(subject, context);
  const recent = addDays(context.monday, -RECENT_DAYS);
  const found: Slipped[] = [];
  let run: Slipped[] = [];
  let reference: Point | undefined;
  for (const point of subject.points) {
    if (!isObserved(point)) continue;
    const slips = reference ? slipsOf(point, reference) : [];
    if (reference && slips.length > 0) run.push({ point, reference, slips });
    const first = run[0]?.point.date;
    const stands = first !== undefined && first < recent && point.date >= addDays(first, RECENT_DAYS);
    if (slips.length > 0 && !stands && !point.accepted) continue;
    if (first !== undefined && !stands && (point.date >= recent || isBack(point, run))) found.push(...run);
    run = [];
    reference = point;
  }
  return [...found, ...run];
});

/** Back at the level from which the run began. */
function isBack(point: Point, [first]: readonly Slipped[]): boolean {
  const level = first?.reference.value ?? 0;
  return point.accepted === true || Math.abs(point.value - level) <= RETURNED * Math.abs(level);
}

function finding(subject: Subject, { point, reference, slips }: Slipped): Finding {
  const { spec } = subject;
  const times = point.value / reference.value;
  const ratio = times >= 1 ? `${grouped(times)} times` : `1/${grouped(1 / times)} of`;
  const message =
    `${nameOf(subject)} of ${point.date} is ${point.text}, ${ratio} the ${reference.text} of ${reference.date}: ` +
    `probable unit slip: ${slipWords(slips)}. Expected about ${grouped(reference.value)} ${spec.unit}. Correct the value or its unit.`;
  return findingOf('E_CHECK_UNIT', subject, point, message, slips[0]?.cause);
}
