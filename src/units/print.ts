import { AssayError, quoted } from '../errors.ts';
import type { Language } from '../model/language.ts';
import { convert } from './convert.ts';
import { Decimal } from './decimal.ts';
import { parseUnit, type Unit } from './unit.ts';

/** English labels that differ from the canonical spelling. */
const ENGLISH: Readonly<Record<string, string>> = {
  '1': '',
  'short ton': 'short tons',
};

/** How a unit is written beside a number or in a table's head; `USD/t` is 美元/吨 in Chinese. Unknown ones as given. */
export function unitLabel(unit: string, language: Language): string {
  const known = parseUnit(unit);
  if (!known) return unit;
  if (language === 'zh') return known.zh;
  const label = ENGLISH[known.canonical] ?? known.canonical;
  return label
    .replace(/\/ozt$/, '/oz')
    .replace(/^10kt\b/, '10k t')
    .replace(/^(10k|k)([A-Z]{3})\//, '$2 $1/');
}

export interface PrintedUnit {
  readonly unit: Unit;
  readonly label: string;
  /** A stored value times this is the printed one. */
  readonly factor: Decimal;
}

/** The unit a series' values are printed in. Throws AssayError config where the catalog's units do not fit. */
export function printedUnitOf(
  spec: { readonly unit: string; readonly printUnit?: Partial<Record<Language, string>> | undefined },
  language: Language,
): PrintedUnit {
  const printed = spec.printUnit?.[language] ?? spec.unit;
  const stored = parseUnit(spec.unit);
  const unit = parseUnit(printed);
  const factor = stored && unit && convert(new Decimal(1), stored, unit);
  if (!unit || !factor) {
    throw new AssayError('config', {
      code: 'E_CATALOG_UNIT',
      where: '',
      message: `a value in ${quoted(spec.unit)} cannot be printed in ${quoted(printed)}.`,
    });
  }
  return { unit, label: unitLabel(unit.canonical, language), factor };
}
