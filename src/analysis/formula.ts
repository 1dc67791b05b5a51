import { AssayError } from '../errors.ts';
import type { DerivedSpec } from '../model/catalog.ts';
import type { IsoDate } from '../model/time.ts';
import { convert } from '../units/convert.ts';
import { Decimal } from '../units/decimal.ts';
import { parseUnit } from '../units/unit.ts';
import { vatRate } from '../units/vat.ts';
import { at } from './history.ts';
import type { Subject } from './subject.ts';

/**
 * A derived series' arithmetic, twice: in floating point for a history of hundreds of days, in decimals for the few
 * that are printed. `values` are the parts' in their own units and order, the rate of exchange last where there is one.
 */
export interface Formula {
  approximate(values: readonly number[], date: IsoDate): number;
  exact(values: readonly Decimal[], date: IsoDate): Decimal;
}

/** Throws AssayError config `E_CATALOG_UNIT` when a part has no fixed factor to the derived unit. */
export function formulaOf(spec: DerivedSpec, parts: readonly Subject[]): Formula {
  switch (spec.formula) {
    case 'ratio': {
      const scale = spec.scale ?? 1;
      return {
        approximate: (values) => at(values, 0) / (at(values, 1) * scale),
        exact: (values) => at(values, 0).div(at(values, 1).times(scale)),
      };
    }
    case 'parity': {
      const priced = at(parts, 0).spec;
      // Gold trades in China without VAT: only a price that includes it is measured against one that does.
      const taxed = 'vat' in priced && priced.vat === 'incl';
      const withTax = (date: IsoDate) => (taxed ? vatRate(date).plus(1) : ONE);
      return {
        approximate: (values, date) =>
          at(values, 0) / (at(values, 1) * at(values, 2) * withTax(date).toNumber()),
        exact: (values, date) => at(values, 0).div(at(values, 1).times(at(values, 2)).times(withTax(date))),
      };
    }
    case 'difference':
    case 'sum': {
      const converted = parts.map((part) => converter(spec, part));
      const signs = parts.map((_, index) => (spec.formula === 'difference' && index > 0 ? -1 : 1));
      const factors = converted.map((into, index) => into(ONE).toNumber() * at(signs, index));
      return {
        approximate: (values) => {
          let total = 0;
          for (let index = 0; index < factors.length; index += 1)
            total += at(values, index) * at(factors, index);
          return total;
        },
        exact: (values) =>
          converted.reduce(
            (total, into, index) => total.plus(into(at(values, index)).times(at(signs, index))),
            ZERO,
          ),
      };
    }
  }
}

const ONE = new Decimal(1);
const ZERO = new Decimal(0);

function converter(spec: DerivedSpec, part: Subject): (value: Decimal) => Decimal {
  const from = parseUnit(part.spec.unit);
  const to = parseUnit(spec.unit);
  const fits = from && to && convert(ONE, from, to) !== undefined;
  if (!fits) {
    throw new AssayError('config', {
      code: 'E_CATALOG_UNIT',
      where: spec.id,
      message:
        `its part ${part.id} is in "${part.spec.unit}", which has no fixed factor to "${spec.unit}". ` +
        'Name parts in units of the same quantity.',
    });
  }
  return (value) => convert(value, from, to) ?? value;
}
