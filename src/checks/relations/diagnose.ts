import { addDays } from '../../calendar/day.ts';
import type { RelationSpec } from '../../model/catalog.ts';
import type { ProbableSlip } from '../../units/slips.ts';
import type { CheckContext, Subject } from '../check.ts';
import { type Blamed, blamedIn } from './blame.ts';
import { identityCause } from './identity.ts';
import { amountsIn, type Measured } from './measure.ts';
import type { Comparison } from './pairing.ts';
import { slipsIn } from './slip.ts';

/** A relation at one moment. */
export interface Moment {
  readonly comparison: Comparison;
  readonly measured: Measured;
}

/** The series of a relation, its total first, and its exchange rate. */
export interface Sides {
  readonly parts: readonly Subject[];
  readonly fx: Subject | undefined;
}

/** What probably happened where a relation does not hold. */
export interface Diagnosis {
  /** Place among the parts of the one that is wrong; undefined: it could be any. */
  readonly at?: number | undefined;
  readonly blamed?: Blamed | undefined;
  /** As seen from the part that is wrong, the likeliest first. */
  readonly slips?: readonly ProbableSlip[];
  /** The day the slip is measured against. */
  readonly since?: string | undefined;
  readonly doubled?: boolean;
}

/** Which value, and by what slip, would make a relation hold again; `earlier`: the same sums on days before. Pure. */
export function diagnose(
  relation: RelationSpec,
  { parts, fx }: Sides,
  { comparison, measured }: Moment,
  earlier: readonly Moment[],
  context: CheckContext,
): Diagnosis {
  // Of the week before: this week's may be what is wrong.
  const rate = context.exchangeRate(addDays(context.monday, -1));
  if (relation.kind === 'identity') {
    const cause = identityCause(amountsIn(parts, comparison), rate);
    if (cause) return { ...cause, doubled: cause.slips.length === 0 };
  }
  const blamed = blamedIn(relation, parts, fx, comparison, context.monday);
  const known = blamed && { at: blamed.at, blamed };
  const { quotient } = measured;
  if (relation.kind === 'identity' || quotient === undefined) return { ...known };
  // A part of a whole may be any share of it: only its own past says what it was.
  if (relation.kind === 'atMost') return { ...known, ...(blamed && jumpOf(blamed, rate)) };
  const held = earlier.find((moment) => moment.measured.side === 'in');
  const slips = slipsIn(quotient, held?.measured.quotient ?? middle(relation, measured), rate);
  if (slips.length === 0) return { ...known };
  // A slip in what divides shows the other way round.
  return {
    ...known,
    slips: blamed && blamed.at > 0 ? slips.map(turned) : slips,
    since: held?.comparison.date,
  };
}

function jumpOf({ point, before, earlier }: Blamed, rate: number | undefined): Diagnosis {
  for (const reference of [before, earlier]) {
    const slips = slipsIn(point.value, reference.value, rate);
    if (slips.length > 0) return { slips, since: reference.date };
  }
  return {};
}

/** Where a quotient should be that has no past. */
function middle({ kind }: RelationSpec, { bounds: { low = 1, high = 1 } }: Measured): number {
  return kind === 'ratio' && low > 0 ? Math.sqrt(low * high) : 1;
}

function turned(slip: ProbableSlip): ProbableSlip {
  return { ...slip, direction: slip.direction === 'times' ? 'divided' : 'times' };
}
