import type { RowCondition } from '../../model/mapping.ts';
import type { TableRow } from '../table.ts';
import type { Columns } from './columns.ts';

export type RowTest = (row: TableRow) => boolean;

/** True of rows of which all conditions are true. */
export function allOf(conditions: readonly RowCondition[], columns: Columns): RowTest {
  const tests = conditions.map((one) => testOf(one, columns));
  return (row) => tests.every((test) => test(row));
}

/** True of rows of which one is. */
export function anyOf(conditions: readonly RowCondition[], columns: Columns): RowTest {
  const tests = conditions.map((one) => testOf(one, columns));
  return (row) => tests.some((test) => test(row));
}

function testOf(condition: RowCondition, columns: Columns): RowTest {
  const at = columns.at(condition.column);
  const shape = condition.matches === undefined ? undefined : new RegExp(condition.matches, 'u');
  return ({ cells }) => {
    const cell = (cells[at] ?? '').trim();
    if (condition.equals !== undefined && cell !== condition.equals) return false;
    if (condition.in && !condition.in.includes(cell)) return false;
    return shape?.test(cell) ?? true;
  };
}

/** True of rows with a cell that is one of the words a table prints beside its sums. */
export function subtotalOf(words: readonly string[]): RowTest {
  const known = new Set(words.map(bare));
  if (known.size === 0) return () => false;
  return ({ cells }) => cells.some((cell) => known.has(bare(cell)));
}

function bare(text: string): string {
  return text.replace(/[\s:：]/g, '').toLowerCase();
}
