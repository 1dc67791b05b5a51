import type { Finding } from '../model/finding.ts';
import { BASIS } from './basis.ts';
import type { Check, CheckContext } from './check.ts';
import { COMPARATOR } from './comparator.ts';
import { COPIED } from './copied.ts';
import { DIGITS } from './digits.ts';
import { MOVE } from './move.ts';
import { RANGE } from './range.ts';
import { RELATIONS, SUBTOTAL } from './relations/index.ts';
import { REPEATED } from './repeated.ts';
import { UNIT } from './unit.ts';
import { ZERO } from './zero.ts';

export type { Check, CheckContext, Point, Subject } from './check.ts';
export { contextOf } from './context.ts';
export { ABOVE_ZERO, inRange } from './in-range.ts';

/** What is said of one value, the most certain first: the first rule that speaks about a value speaks alone. */
const OF_ONE_VALUE: readonly Check[] = [RANGE, UNIT, COPIED, BASIS, DIGITS, ZERO, MOVE];

/** Every rule, in the order its findings are told. */
export const CHECKS: readonly Check[] = [...OF_ONE_VALUE, COMPARATOR, REPEATED, RELATIONS, SUBTOTAL];

export interface Checked {
  readonly findings: Finding[];
  /** Values × rules looked at: a run that saw nothing says so. */
  readonly checks: number;
}

/** What every rule finds in a frozen week; of some series only, where `only` says so. Pure. */
export function runChecks(context: CheckContext, only: (series: string) => boolean = () => true): Checked {
  const values = [...context.subjects].reduce(
    (sum, [id, subject]) => sum + (only(id) ? subject.points.length : 0),
    0,
  );
  const others = CHECKS.filter((check) => !OF_ONE_VALUE.includes(check)).flatMap((check) =>
    check.run(context, only),
  );
  return {
    findings: [...firstOfEach(context, only), ...others],
    checks: values * CHECKS.length,
  };
}

function firstOfEach(context: CheckContext, only: (series: string) => boolean): Finding[] {
  const spoken = new Set<string>();
  return OF_ONE_VALUE.flatMap((check) => {
    const found = check.run(context, only).filter(({ series, date }) => !spoken.has(`${series} ${date}`));
    for (const { series, date } of found) spoken.add(`${series} ${date}`);
    return found;
  });
}
