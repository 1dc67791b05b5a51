import { addDays } from '../../calendar/day.ts';
import type { RelationSpec } from '../../model/catalog.ts';
import type { IsoDate } from '../../model/time.ts';
import type { Point, Subject } from '../check.ts';
import { lastOnOrBefore } from '../context.ts';
import { measure, withPoint } from './measure.ts';
import type { Comparison } from './pairing.ts';

/** The part that a broken relation is put down to. */
export interface Blamed {
  /** Its place among the parts; behind the last: the exchange rate. */
  readonly at: number;
  readonly subject: Subject;
  readonly point: Point;
  /** Its last value before, often of the same week. */
  readonly before: Point;
  /** Its last value of an earlier week. */
  readonly earlier: Point;
}

/** Values before this many weeks say nothing of a jump now. */
const WEEKS = 5;
/** How many times as far as the next it must have moved to be told apart from it. */
const CLEARLY = 1.5;
/** The same where putting it back does not quite mend the relation, because the other moved too; and how far, at least. */
const BY_FAR = 4;
const A_JUMP = 0.06;

interface Mover extends Blamed {
  readonly moved: number;
  readonly mends: boolean;
}

/**
 * The part whose earlier value, put in the place of this week's, mends the relation; of two, the one that moved much
 * further. Where none does: the one that jumped while the others stood. Undefined where it could be any.
 */
export function blamedIn(
  relation: RelationSpec,
  parts: readonly Subject[],
  fx: Subject | undefined,
  comparison: Comparison,
  monday: IsoDate,
): Blamed | undefined {
  const movers = (fx ? [...parts, fx] : parts)
    .flatMap((subject, at): Mover[] => {
      const point = at < parts.length ? comparison.points[at] : comparison.rate;
      const earlier = lastBefore(subject, monday);
      if (!point || !earlier || earlier.date >= point.date || earlier.text === point.text) return [];
      const mends = measure(relation, parts, withPoint(comparison, at, earlier.text))?.side === 'in';
      const before = subject.points[lastOnOrBefore(subject.points, addDays(point.date, -1))] ?? earlier;
      return [{ at, subject, point, before, earlier, mends, moved: distance(point.value, earlier.value) }];
    })
    .sort((a, b) => b.moved - a.moved);
  const [mender, other] = movers.filter(({ mends }) => mends);
  if (mender) return other && mender.moved < CLEARLY * other.moved ? undefined : mender;
  const [first, second] = movers;
  const jumped = first && first.moved > A_JUMP && first.moved > BY_FAR * (second?.moved ?? 0);
  return jumped ? first : undefined;
}

function lastBefore({ points }: Subject, monday: IsoDate): Point | undefined {
  const point = points[lastOnOrBefore(points, addDays(monday, -1))];
  return point && point.date >= addDays(monday, -7 * WEEKS) ? point : undefined;
}

/** The same up as down; a value that passed through zero has moved furthest. */
function distance(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.abs(Math.log(a / b)) : Number.POSITIVE_INFINITY;
}
