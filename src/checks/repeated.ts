import type { Finding } from '../model/finding.ts';
import { type CheckContext, checkEach, type Point, type Subject } from './check.ts';
import { isObserved } from './motion.ts';
import { REPEATED_DIGITS, REPEATED_VALUES } from './tuning.ts';
import { findingOf, nameOf } from './words.ts';

/** An old file under new dates: the week's values are, one after the other, those of an earlier stretch of days. */
export const REPEATED = checkEach('W_CHECK_REPEATED', looked);

function looked(subject: Subject, { monday }: CheckContext): Finding[] {
  if (subject.spec.frequency !== 'daily') return [];
  const points = subject.points.filter(isObserved);
  const first = points.findIndex(({ date }) => date >= monday);
  const week = first < 0 ? [] : points.slice(first);
  const [last] = week.slice(-1);
  if (last === undefined || !isTelling(week)) return [];
  for (let at = first - week.length; at >= 0; at -= 1) {
    if (!week.every(({ text }, index) => points[at + index]?.text === text)) continue;
    const from = points[at]?.date;
    const to = points[at + week.length - 1]?.date;
    const message =
      `${nameOf(subject)} has in this week the same ${week.length} values, one after the other, as from ${from} to ${to}: ` +
      'an old file under new dates? Compare the dates with the source.';
    return [findingOf('W_CHECK_REPEATED', subject, last, message, 'repeated')];
  }
  return [];
}

/** Some values agree by chance, and those of a market that stands still always do. */
function isTelling(week: readonly Point[]): boolean {
  const different = new Set(week.map(({ text }) => text).filter((text) => digitsOf(text) >= REPEATED_DIGITS));
  return different.size >= REPEATED_VALUES;
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').replace(/^0+/, '').length;
}
