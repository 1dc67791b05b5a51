import { addDays } from '../../calendar/day.ts';
import type { RelationSpec } from '../../model/catalog.ts';
import type { Status } from '../../model/observation.ts';
import type { IsoDate } from '../../model/time.ts';
import type { CheckContext, Point, Subject } from '../check.ts';
import { lastOnOrBefore } from '../context.ts';

/** The parts of a relation at one moment, in its order; an identity's total is the first. */
export interface Comparison {
  /** The latest of the parts' days. */
  readonly date: IsoDate;
  readonly points: readonly Point[];
  readonly rate?: Point | undefined;
}

/** The series of a relation, its total first; undefined where one is not of this desk. */
export function partsOf(relation: RelationSpec, context: CheckContext): readonly Subject[] | undefined {
  const ids = relation.total === undefined ? relation.of : [relation.total, ...relation.of];
  const parts = ids.flatMap((id) => context.subjects.get(id) ?? []);
  return parts.length === ids.length ? parts : undefined;
}

/** Carried over from another day, or not there: says nothing of this one. */
const NOT_OF_THE_DAY: ReadonlySet<Status> = new Set(['holiday', 'rolled', 'missing']);
/** An exchange rate may be this much older: it is not fixed on holidays. */
const RATE_DAYS = 10;

/**
 * The moments from Monday through Saturday at which all parts have a value: the days they share; where they share
 * none and one of them is not daily, the last value of each.
 */
export function comparisonsOf(
  parts: readonly Subject[],
  fx: Subject | undefined,
  monday: IsoDate,
): Comparison[] {
  const weeks = parts.map((part) => ownPoints(part, monday));
  const [first = [], ...others] = weeks;
  const shared = first.flatMap((point) => {
    const row = [point, ...others.flatMap((other) => other.find(({ date }) => date === point.date) ?? [])];
    return row.length === parts.length ? [row] : [];
  });
  const lasts = weeks.flatMap((points) => points.slice(-1));
  const daily = parts.every(({ spec }) => spec.frequency === 'daily');
  const rows = shared.length > 0 || daily || lasts.length < parts.length ? shared : [lasts];
  return rows.flatMap((points) => {
    const date = points.reduce((latest, point) => (point.date > latest ? point.date : latest), '');
    const rate = fx && rateOn(fx, date);
    return fx && !rate ? [] : [{ date, points, rate }];
  });
}

/** A series' own values of the week that begins on the Monday. */
export function ownPoints({ points }: Subject, monday: IsoDate): Point[] {
  const found: Point[] = [];
  for (let at = lastOnOrBefore(points, addDays(monday, 5)); at >= 0; at -= 1) {
    const point = points[at];
    if (point === undefined || point.date < monday) break;
    if (!NOT_OF_THE_DAY.has(point.status)) found.unshift(point);
  }
  return found;
}

function rateOn({ points }: Subject, date: IsoDate): Point | undefined {
  const point = points[lastOnOrBefore(points, date)];
  return point && point.date >= addDays(date, -RATE_DAYS) ? point : undefined;
}
