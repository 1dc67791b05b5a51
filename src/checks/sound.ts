import type { CheckContext, Point, Subject } from './check.ts';
import { isObserved } from './motion.ts';
import { once } from './once.ts';
import { outside } from './range.ts';
import { slipped } from './unit.ts';

/** A value of the week and the last sound one before it. */
export interface Step {
  readonly point: Point;
  readonly reference: Point;
}

/** A series without the values that are held: what remains to be looked at, and to compare with. */
export interface Sound {
  readonly points: readonly Point[];
  /** The week's values that have one before them. */
  readonly steps: readonly Step[];
}

export const soundOf = once((subject: Subject, context: CheckContext): Sound => {
  const held = new Set([
    ...outside(subject, context).map(({ date }) => date),
    ...slipped(subject, context).map(({ point }) => point.date),
  ]);
  const points = subject.points.filter((point) => isObserved(point) && !held.has(point.date));
  const first = points.findIndex(({ date }) => date >= context.monday);
  const steps = (first < 0 ? [] : points.slice(first)).flatMap((point, at): Step[] => {
    const reference = points[first + at - 1];
    return reference ? [{ point, reference }] : [];
  });
  return { points, steps };
});
