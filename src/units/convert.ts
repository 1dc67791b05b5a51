import type { Decimal } from './decimal.ts';
import type { Unit } from './unit.ts';

/**
 * The same amount in another unit. Undefined where the two measure different things: currencies, gross and contained
 * metal, dry and wet tonnes, ton units and tonnes have no fixed factor between them.
 */
export function convert(value: Decimal, from: Unit, to: Unit): Decimal | undefined {
  if (from.quantity !== to.quantity) return undefined;
  if (from.canonical === to.canonical) return value;
  return value.times(from.over.times(to.under)).div(from.under.times(to.over));
}

/** The same for many values: what can be worked out once is. Undefined where `convert` would be. */
export function conversion(from: Unit, to: Unit): ((value: Decimal) => Decimal) | undefined {
  if (from.quantity !== to.quantity) return undefined;
  const times = from.over.times(to.under);
  const by = from.under.times(to.over);
  const factor = times.div(by);
  // 万元/吨 and its like multiply exactly; a pound to a tonne does not, and is divided at the end.
  return factor.times(by).eq(times) && factor.precision() < 12
    ? (value) => value.times(factor)
    : (value) => value.times(times).div(by);
}
