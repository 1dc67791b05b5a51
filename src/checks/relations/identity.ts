import { type ProbableSlip, slipsOf } from '../../units/slips.ts';

export interface IdentityCause {
  /** Place of the wrong part among the parts, the total being the first. */
  readonly at: number;
  /** None: it is twice the sum. */
  readonly slips: readonly ProbableSlip[];
}

/** An identity is exact: a part in another unit misses its due by the factor and hardly anything else. */
const CLOSELY = 0.01;

/** Which one part, in which other unit, explains why a total (the first) is not the sum of the others. */
export function identityCause(amounts: readonly number[], fx: number | undefined): IdentityCause | undefined {
  const [total = 0, ...parts] = amounts;
  const sum = parts.reduce((all, part) => all + part, 0);
  // A list that holds its own subtotal counts everything twice.
  if (Math.abs(total / sum - 2) <= CLOSELY) return { at: 0, slips: [] };
  const explained = amounts.flatMap((amount, at) => {
    const due = at === 0 ? sum : total - (sum - amount);
    const slips = slipsOf(amount, due, { fx, tolerance: CLOSELY });
    return slips.length > 0 ? [{ at, slips }] : [];
  });
  const [first, second] = explained;
  // Two parts of which either would do: it is not known which.
  return second === undefined ? first : undefined;
}
