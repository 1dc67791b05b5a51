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
  const key = `${language} ${unit}`;
  const label = labels.get(key) ?? labelOf(unit, language);
  labels.set(key, label);
  return label;
}

/** A catalog knows a few dozen units; a brief writes them thousands of times. */
const labels = new Map<string, string>();

function labelOf(unit: string, language: Language): string {
  const known = parseUnit(unit);
  if (!known) return unit;
  if (language === 'zh') return known.zh;
  const label = ENGLISH[known.canonical] ?? known.canonical;
  return label
    .replace(/\/ozt(?= |$)/, '/oz')
    .replace(/^10kt\b/, '10k t')
    .replace(/^(10k|k)([A-Z]{3})\//, '$2 $1/');
}

export interface PrintedUnit {
  readonly unit: Unit;
  readonly label: string;
  /** A stored value times this is the printed one. */
  readonly factor: Decimal;
}

interface Printable {
  readonly unit: string;
  readonly printUnit?: Partial<Record<Language, string>> | undefined;
}

/** The unit a series' values are printed in. Throws AssayError config where the catalog's units do not fit. */
export function printedUnitOf(spec: Printable, language: Language): PrintedUnit {
  const printed = spec.printUnit?.[language] ?? spec.unit;
  const key = `${language} ${spec.unit} ${printed}`;
  const unit = units.get(key) ?? fitted(spec.unit, printed, language);
  units.set(key, unit);
  return unit;
}

const units = new Map<string, PrintedUnit>();

function fitted(from: string, to: string, language: Language): PrintedUnit {
  const stored = parseUnit(from);
  const unit = parseUnit(to);
  const factor = stored && unit && convert(new Decimal(1), stored, unit);
  if (!unit || !factor) {
    throw new AssayError('config', {
      code: 'E_CATALOG_UNIT',
      where: '',
      message: `a value in ${quoted(from)} cannot be printed in ${quoted(to)}.`,
    });
  }
  return { unit, label: unitLabel(unit.canonical, language), factor };
}
