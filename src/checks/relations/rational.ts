import { Decimal } from '../../units/decimal.ts';

/** A number as a fraction that is never divided out: at the very edge of a tolerance a digit lost decides. */
export interface Rational {
  readonly over: Decimal;
  /** Above zero. */
  readonly under: Decimal;
}

const ONE = new Decimal(1);

/** `value`/`under`; `under` is above zero. */
export function rational(value: Decimal | number | string, under: Decimal = ONE): Rational {
  return { over: new Decimal(value), under };
}

function times(a: Rational, factor: Decimal | number): Rational {
  return { over: a.over.times(factor), under: a.under };
}

export function plus(a: Rational, b: Rational): Rational {
  return a.under.eq(b.under)
    ? { over: a.over.plus(b.over), under: a.under }
    : { over: a.over.times(b.under).plus(b.over.times(a.under)), under: a.under.times(b.under) };
}

export function minus(a: Rational, b: Rational): Rational {
  return plus(a, times(b, -1));
}

/** Undefined where `b` is not above zero: nothing is said of a ratio to nothing. */
export function over(a: Rational, b: Rational): Rational | undefined {
  if (b.over.lte(0)) return undefined;
  return { over: a.over.times(b.under), under: a.under.times(b.over) };
}

/** Below zero, zero or above: `a` against `b`. */
export function compare(a: Rational, b: Rational): number {
  return a.over.times(b.under).cmp(b.over.times(a.under));
}

/** Divided out at last, for a message: compare before. */
export function toNumber(a: Rational): number {
  return a.over.div(a.under).toNumber();
}
