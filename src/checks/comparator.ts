import { addDays, daysBetween } from '../calendar/week.ts';
import type { Finding } from '../model/finding.ts';
import { type CheckContext, checkEach, type Point, type Subject } from './check.ts';
import { isObserved, LONGEST_STEP } from './motion.ts';
import { findingOf, nameOf } from './words.ts';

/** The week has a value but what its change would be said against is missing: no change, or one over a longer time. */
export const COMPARATOR = checkEach('W_CHECK_COMPARATOR', looked);

function looked(subject: Subject, context: CheckContext): Finding[] {
  const points = subject.points.filter(isObserved);
  const point = points.findLast(({ date }) => date >= context.monday && date <= context.saturday);
  const before = points.findLast(({ date }) => date < context.monday);
  // A series that has only begun has nothing to compare with, and nobody would look for it.
  if (!point || !before || !isMissing(point, before, subject, context)) return [];
  const message =
    `${nameOf(subject)} has a value on ${point.date} but none in the period before; the last one is of ${before.date}. ` +
    'Expected a value to compare with; add it, or the change is not said.';
  return [findingOf('W_CHECK_COMPARATOR', subject, point, message, 'comparator')];
}

function isMissing(point: Point, before: Point, { spec }: Subject, context: CheckContext): boolean {
  if (spec.frequency === 'monthly') return daysBetween(before.date, point.date) > LONGEST_STEP.monthly;
  const from = addDays(context.monday, -7);
  if (before.date >= from) return false;
  const calendar = context.calendar(spec.venue);
  const to = addDays(context.monday, -3);
  // A venue that was closed all week leaves no gap in anybody's file.
  if (!calendar?.covers(from) || !calendar.covers(to)) return true;
  return calendar.sessionsBetween(from, to).length > 0;
}
