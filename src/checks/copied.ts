import { addDays } from '../calendar/week.ts';
import type { Finding } from '../model/finding.ts';
import type { IsoDate } from '../model/time.ts';
import { type CheckContext, checkEach, type Point, type Subject } from './check.ts';
import { lastOnOrBefore } from './context.ts';
import { type Step, soundOf } from './sound.ts';
import { COPIED_DAYS, COPIED_DIGITS, COPIED_OFF } from './tuning.ts';
import { findingOf, nameOf } from './words.ts';

/** A value that stands, digit for digit, in another series: a row or column too far up or down. */
export const COPIED = checkEach('W_CHECK_MOVE', (subject, context) =>
  soundOf(subject, context).steps.flatMap((step) => looked(subject, step, context)),
);

function looked(subject: Subject, step: Step, context: CheckContext): Finding[] {
  const { point, reference } = step;
  const off = Math.abs(point.value - reference.value);
  if (off <= COPIED_OFF * Math.abs(reference.value) || digitsOf(point.text) < COPIED_DIGITS) return [];
  const from = addDays(point.date, -COPIED_DAYS);
  const other = [...context.subjects.values()].find(
    (one) => one !== subject && has(one, point, from) && fitsBetter(one, point, from, off),
  );
  if (!other) return [];
  const message =
    `${nameOf(subject)} of ${point.date} is ${point.text} after ${reference.text} of ${reference.date}: ` +
    `looks like ${other.spec.id}, which has the same number. Compare with the source and correct the value.`;
  return [findingOf('W_CHECK_MOVE', subject, point, message, 'series')];
}

/** The very number, at most a week before. */
function has({ points }: Subject, { date, text }: Point, from: IsoDate): boolean {
  for (let at = lastOnOrBefore(points, date); (points[at]?.date ?? '') >= from; at -= 1) {
    if (points[at]?.text === text) return true;
  }
  return false;
}

/** Nearer to the other series' own level than to that of the series it stands in. */
function fitsBetter({ points }: Subject, { value }: Point, from: IsoDate, off: number): boolean {
  const before = points[lastOnOrBefore(points, from)];
  return before === undefined || Math.abs(value - before.value) < off;
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
}
