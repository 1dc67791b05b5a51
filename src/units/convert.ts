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
