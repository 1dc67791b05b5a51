import type { Decimal } from './decimal.ts';
import { multiplier } from './factor.ts';
import type { Unit } from './unit.ts';

/**
 * The same amount in another unit. Undefined where the two measure different things: currencies, gross and contained
 * metal, dry and wet tonnes, prices with and without VAT have no fixed factor between them (`declaredConversion`).
 */
export function convert(value: Decimal, from: Unit, to: Unit): Decimal | undefined {
  if (from.quantity !== to.quantity) return undefined;
  if (from.canonical === to.canonical) return value;
  return value.times(from.over.times(to.under)).div(from.under.times(to.over));
}

/** The same for many values: what can be worked out once is. Undefined where `convert` would be. */
export function conversion(from: Unit, to: Unit): ((value: Decimal) => Decimal) | undefined {
  if (from.quantity !== to.quantity) return undefined;
  return multiplier({ over: from.over.times(to.under), under: from.under.times(to.over) });
}
