import { addDays } from '../../calendar/day.ts';
import type { RelationSpec } from '../../model/catalog.ts';
import { cellPlace } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { IsoDate } from '../../model/time.ts';
import type { CheckContext } from '../check.ts';
import { diagnose, type Moment, type Sides } from './diagnose.ts';
import { gradeOf } from './grade.ts';
import { measure } from './measure.ts';
import { comparisonsOf, partsOf } from './pairing.ts';
import { advice, broken } from './words.ts';

/** An episode is looked for this many weeks back: a band left again and again is left once. */
const WEEKS_BACK = 8;

/** What a relation says of this week: nothing where it holds or a part is missing. */
export function judge(relation: RelationSpec, context: CheckContext): Finding[] {
  const sides = sidesOf(relation, context);
  if (!sides) return [];
  const wrong = momentsOf(relation, sides, context.monday).filter(({ measured }) => measured.side !== 'in');
  if (wrong.length === 0) return [];
  const earlier = Array.from({ length: WEEKS_BACK }, (_, at) =>
    momentsOf(relation, sides, addDays(context.monday, -7 * (at + 1))).slice(-1),
  ).flat();
  const findings = wrong.map((moment) => findingOf(relation, sides, moment, earlier, context));
  // Each wrong value is held; an unusual market is told once.
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? errors : findings.slice(-1);
}

function sidesOf(relation: RelationSpec, context: CheckContext): Sides | undefined {
  const parts = partsOf(relation, context);
  const fx = relation.fx === undefined ? undefined : context.subjects.get(relation.fx);
  return parts && (fx || relation.fx === undefined) ? { parts, fx } : undefined;
}

function momentsOf(relation: RelationSpec, { parts, fx }: Sides, monday: IsoDate): Moment[] {
  return comparisonsOf(parts, fx, monday).flatMap((comparison) => {
    const measured = measure(relation, parts, comparison);
    return measured ? [{ comparison, measured }] : [];
  });
}

function findingOf(
  relation: RelationSpec,
  sides: Sides,
  moment: Moment,
  earlier: readonly Moment[],
  context: CheckContext,
): Finding {
  const { comparison, measured } = moment;
  const found = diagnose(relation, sides, moment, earlier, context);
  // Where it never held and there is little to look back on, the figures are as likely wrong as the market unusual.
  const isKnown = earlier.length >= WEEKS_BACK || earlier.some(({ measured: { side } }) => side === 'in');
  const since = !isKnown
    ? undefined
    : earlier.findLast((before) => before.measured.side === measured.side)?.comparison.date;
  const code = gradeOf(relation, found, since !== undefined);
  // What holds an edition needs one value that somebody can answer for.
  const at = found.at ?? (code.startsWith('E_') ? 0 : undefined);
  const subject = at === undefined ? undefined : (sides.parts[at] ?? sides.fx);
  const point = at === undefined ? undefined : (comparison.points[at] ?? comparison.rate);
  const cause = found.doubled ? 'subtotal' : found.slips?.[0]?.cause;
  const suspect = found.at === undefined ? undefined : subject?.spec.id;
  const next = code.startsWith('I_')
    ? `It has been outside, on and off, since ${since}.`
    : advice(relation, found, measured, suspect);
  const where = point ? cellPlace(point.place) : relation.id;
  return findingAt(code, where, `${broken(relation, sides.parts, comparison, measured)} ${next}`, {
    ...(subject && point ? { series: subject.spec.id, date: point.date } : { date: comparison.date }),
    ...(cause === undefined ? {} : { cause }),
    relation: relation.id,
  });
}
