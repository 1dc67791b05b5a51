import { addDays } from '../../calendar/day.ts';
import type { Finding } from '../../model/finding.ts';
import type { IsoDate } from '../../model/time.ts';
import { type CheckContext, checkEach, type Point, type Subject } from '../check.ts';
import { findingOf } from '../words.ts';
import { ownPoints } from './pairing.ts';
import { grouped } from './words.ts';

/** Counts that come from tables with rows that add up. */
const COUNTED: ReadonlySet<string> = new Set(['stock', 'output', 'trade', 'tender']);
/** A list summed with its own total is exactly twice; what is left is the week's change. */
const NEAR_TWICE = 0.01;
/** A series that did this by itself within the year may do it again. */
const WILD = 1.6;
const YEAR = 52;
/** Weeks back in which the value before is looked for: monthly ones too. */
const FRESH = 6;

/** A total that has doubled: rows summed together with their subtotal. */
export const SUBTOTAL = checkEach('W_CHECK_SUBTOTAL', (subject, context) =>
  COUNTED.has(subject.spec.kind) ? doubled(subject, context) : [],
);

function doubled(subject: Subject, { monday }: CheckContext): Finding[] {
  const now = ownPoints(subject, monday).at(-1);
  const before = now && lastBefore(subject, monday, FRESH);
  if (!now || !before || !(before.value > 0)) return [];
  if (Math.abs(now.value / before.value / 2 - 1) > NEAR_TWICE || isWild(subject, monday)) return [];
  const { id, unit } = subject.spec;
  const message =
    `${id} is ${grouped(now.text)} ${unit}, twice its ${grouped(before.text)} of ${before.date}. ` +
    'Expected a total: was its subtotal counted with its rows? Compare it with the source.';
  return [findingOf('W_CHECK_SUBTOTAL', subject, now, message, 'subtotal')];
}

/** The last value of the week before, or of the few before that. */
function lastBefore(subject: Subject, monday: IsoDate, weeks: number): Point | undefined {
  return weeklyBefore(subject, monday, weeks)[0];
}

/** The last value of each week before, newest first. */
function weeklyBefore(subject: Subject, monday: IsoDate, weeks: number): Point[] {
  return Array.from({ length: weeks }, (_, at) =>
    ownPoints(subject, addDays(monday, -7 * (at + 1))).slice(-1),
  ).flat();
}

function isWild(subject: Subject, monday: IsoDate): boolean {
  const values = weeklyBefore(subject, monday, YEAR).map(({ value }) => value);
  return values.some((value, at) => {
    const before = values[at + 1];
    return before !== undefined && Math.max(value / before, before / value) > WILD;
  });
}
