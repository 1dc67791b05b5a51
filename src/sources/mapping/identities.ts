import { quoted } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import type { Finding } from '../../model/finding.ts';
import type { Mapping, RowIdentity } from '../../model/mapping.ts';
import { Decimal } from '../../units/decimal.ts';
import type { TableRow } from '../table.ts';
import type { Columns } from './columns.ts';
import { CountedWarning } from './counted-warning.ts';
import { exactOf, type NumberReader } from './numbers.ts';

/** Checks on each row what its publisher promises: 涨跌 = 收盘价 − 前结算价. */
export interface Identities {
  look(row: TableRow): void;
  findings(): Finding[];
}

export function identitiesOf(
  mapping: Mapping,
  columns: Columns,
  numberOf: NumberReader,
  label: string,
): Identities {
  const all = mapping.verify.map((one) => identity(one, columns, numberOf, label));
  return {
    look(row) {
      for (const one of all) one.look(row);
    },
    findings: () => all.flatMap((one) => one.findings()),
  };
}

function identity(
  one: RowIdentity,
  columns: Columns,
  numberOf: NumberReader,
  label: string,
): Pick<Identities, 'look' | 'findings'> {
  const at = columns.at(one.column);
  const plus = one.plus.map((ref) => columns.at(ref));
  const minus = one.minus.map((ref) => columns.at(ref));
  const right = [one.plus.join(' + '), ...one.minus].join(' − ');
  const warning = new CountedWarning(
    'W_MAPPING_IDENTITY',
    (rows, first) =>
      `${quoted(String(one.column))} is not ${right} on ${rows}; the first: ${first}. Look whether the columns are what the mapping says.`,
  );
  return {
    findings: () => warning.findings(),
    look({ row, cells }) {
      const number = (index: number) => exactOf(numberOf(cells[index] ?? ''));
      const printed = number(at);
      const sum = sumOf([...plus.map(number), ...minus.map((index) => number(index)?.neg())]);
      if (!printed || !sum || printed.minus(sum).abs().lte(one.tolerance)) return;
      const where = cellPlace({ file: label, row, column: at + 1 });
      warning.add(where, `${printed.toFixed()} beside ${sum.toFixed()}`);
    },
  };
}

/** Undefined where a part is missing: such a row cannot be checked. */
function sumOf(parts: ReadonlyArray<Decimal | undefined>): Decimal | undefined {
  let sum = new Decimal(0);
  for (const part of parts) {
    if (part === undefined) return undefined;
    sum = sum.plus(part);
  }
  return sum;
}
