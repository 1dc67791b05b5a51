import type { Finding } from '../model/finding.ts';
import { slipsOf } from '../units/slips.ts';
import { checkEach, type Point, type Subject } from './check.ts';
import { type Motion, motionOf } from './motion.ts';
import { SMALL } from './slip-check.ts';
import { type Step, soundOf } from './sound.ts';
import { BASIS_TOLERANCE, WARN_Z } from './tuning.ts';
import { findingOf, nameOf, percent, slipWords } from './words.ts';

/** With VAT for without, short tons for tonnes: so small a factor that a market could do it, so it warns. */
export const BASIS = checkEach('W_CHECK_UNIT', (subject, context) => {
  const motion = motionOf(subject, context);
  const { steps, points } = soundOf(subject, context);
  const before = points.findLast(({ date }) => date < context.monday);
  return steps.flatMap((step) => (isUnseen(step, before, motion) ? looked(subject, step, motion) : []));
});

function looked(subject: Subject, step: Step, motion: Motion): Finding[] {
  const { point, reference } = step;
  if (motion.measure === 'difference') return [];
  const slips = slipsOf(point.value, reference.value, { tolerance: BASIS_TOLERANCE }).filter(({ cause }) =>
    SMALL.has(cause),
  );
  const cause = slips[0]?.cause;
  if (cause === undefined) return [];
  const message =
    `${nameOf(subject)} of ${point.date} is ${point.text}, ${percent(reference.value, point.value)} on ${reference.text} of ${reference.date}, ` +
    `more than any day or week of its kept history: perhaps ${slipWords(slips)}. Expected the basis of the series; compare with the source.`;
  return [findingOf('W_CHECK_UNIT', subject, point, message, cause)];
}

/** Larger than any step, or any week, of its own history. */
function isUnseen({ point, reference }: Step, before: Point | undefined, motion: Motion): boolean {
  const { move, steps, weeks } = motion;
  const step = Math.abs(move(reference.value, point.value) ?? 0);
  const week = Math.abs((before && move(before.value, point.value)) ?? 0);
  return (
    step > Math.max(steps.largest, WARN_Z * steps.deviation) ||
    week > Math.max(weeks.largest, WARN_Z * weeks.deviation)
  );
}
