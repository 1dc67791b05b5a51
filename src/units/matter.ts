import { Decimal } from './decimal.ts';
import { type Factor, type Refusal, SAME } from './factor.ts';
import { substance } from './substances.ts';
import type { Mass, Unit } from './unit.ts';

export interface Contents {
  /** What is counted where a unit's text does not name it, and what the grade is a grade of: `Mo`, `WO3`. */
  readonly of?: string | undefined;
  /** Per cent of that in a gross or dry tonne: 45, 88.5. */
  readonly grade?: Decimal | undefined;
}

const KG_PER_MTU = new Decimal(10);

/** From a mass of one kind to what it is in another; of prices the other way round. */
export function massFactor(from: Unit, to: Unit, contents: Contents): Factor | Refusal {
  if (!from.mass || !to.mass) return SAME;
  if (from.mass.kind === to.mass.kind && from.mass.of === to.mass.of) return SAME;
  const kinds = [from.mass.kind, to.mass.kind];
  if (kinds.includes('wet mass') || (isGross(from.mass) && isGross(to.mass))) {
    return {
      refused: `${weighed(from.mass)} and ${weighed(to.mass)} differ by the moisture, which is not known`,
    };
  }
  const grossOne = isGross(from.mass) ? from.mass : isGross(to.mass) ? to.mass : undefined;
  const fromOf = countedIn(from.mass, to.mass, contents);
  const toOf = countedIn(to.mass, from.mass, contents);
  if (grossOne) {
    const problem = gradeProblem(from.mass, to.mass, contents.grade);
    if (problem) return problem;
  } else if (fromOf === undefined || toOf === undefined) {
    return { refused: `it is not said of what ${weighed(fromOf === undefined ? from.mass : to.mass)} is` };
  }
  return between(from.mass, fromOf, to.mass, toOf, contents.grade);
}

function between(
  from: Mass,
  fromOf: string | undefined,
  to: Mass,
  toOf: string | undefined,
  grade: Decimal | undefined,
): Factor | Refusal {
  const [one, other] = [amountOf(fromOf), amountOf(toOf)];
  if (one.family !== other.family) {
    return { refused: `one counts ${fromOf}, the other ${toOf}` };
  }
  return {
    over: perUnit(from, grade).times(one.amount),
    under: perUnit(to, grade).times(other.amount),
  };
}

function isGross({ kind }: Mass): boolean {
  return kind === 'mass' || kind === 'dry mass';
}

/** A gross tonne's grade counts what the other side counts, unless it is said. */
function countedIn(mass: Mass, other: Mass, { of }: Contents): string | undefined {
  return mass.of ?? of ?? (isGross(mass) || isGross(other) ? other.of : undefined);
}

function amountOf(of: string | undefined): { readonly family: string | undefined; readonly amount: Decimal } {
  const known = of === undefined ? undefined : substance(of);
  return known ?? { family: of, amount: SAME.over };
}

/** Kilograms of what is counted in one of the kind's base: a kilogram, or a ton unit. */
function perUnit(mass: Mass, grade: Decimal | undefined): Decimal {
  if (mass.kind === 'ton units') return KG_PER_MTU;
  return isGross(mass) && grade ? grade.div(100) : SAME.over;
}

function gradeProblem(from: Mass, to: Mass, grade: Decimal | undefined): Refusal | undefined {
  if (grade === undefined) {
    return { refused: `between ${weighed(from)} and ${weighed(to)} stands the grade, which is not given` };
  }
  return grade.gt(0) && grade.lte(100) ? undefined : { refused: `a grade of ${grade} % cannot be` };
}

const WORDS: Readonly<Record<Mass['kind'], string>> = {
  mass: 'gross weight',
  'dry mass': 'dry weight',
  'wet mass': 'wet weight',
  'contained mass': 'contained metal',
  'ton units': 'a ton unit',
};

function weighed({ kind, of }: Mass): string {
  return of === undefined ? WORDS[kind] : `${WORDS[kind]} (${of})`;
}
