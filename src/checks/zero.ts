import type { Finding } from '../model/finding.ts';
import { type CheckContext, checkEach, type Subject } from './check.ts';
import { isObserved, motionOf } from './motion.ts';
import { soundOf } from './sound.ts';
import { findingOf, nameOf } from './words.ts';

/** Nothing where there was something: an absent value that a sheet fills with 0. A ratio does not see it. */
export const ZERO = checkEach('W_CHECK_MOVE', looked);

function looked(subject: Subject, context: CheckContext): Finding[] {
  if (motionOf(subject, context).measure === 'difference') return [];
  // A series that was at zero before may be there again.
  const hadZero = subject.points.some(
    (point) => point.value === 0 && point.date < context.monday && isObserved(point),
  );
  if (hadZero) return [];
  return soundOf(subject, context).steps.flatMap(({ point, reference }) => {
    if (point.value !== 0 || reference.value === 0) return [];
    const message =
      `${nameOf(subject)} of ${point.date} is 0 after ${reference.text} of ${reference.date}, and it was never 0 before: ` +
      'a value that is missing? Compare with the source; leave an absent value out.';
    return [findingOf('W_CHECK_MOVE', subject, point, message, 'zero')];
  });
}
